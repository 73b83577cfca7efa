/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which fields of a pod this node knows: one that it would have to ignore is a reason for a test to fail. */
final class PodFields {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a process on this machine can be given. */
    private static final List<String> CARRIED_OUT = List.of(
            "nodeName",
            "restartPolicy",
            "terminationGracePeriodSeconds",
            "containers[].name",
            "containers[].args[]",
            "containers[].env[].name",
            "containers[].env[].value",
            "containers[].env[].valueFrom.fieldRef.apiVersion",
            "containers[].env[].valueFrom.fieldRef.fieldPath",
            "containers[].env[].valueFrom.(secretKeyRef|configMapKeyRef).(name|key|optional)",
            "containers[].ports[].(name|containerPort|protocol)",
            "nodeSelector.**",
            "containers[].lifecycle.preStop.sleep.seconds",
            "containers[].volumeMounts[].(name|mountPath|readOnly)",
            "containers[].(startup|readiness|liveness)Probe.httpGet.(path|port|scheme)",
            "containers[].(startup|readiness|liveness)Probe" + ".(initialDelay|period|timeout)Seconds",
            "containers[].(startup|readiness|liveness)Probe.(failure|success)Threshold",
            "volumes[].name",
            "volumes[].emptyDir",
            "volumes[].(secret|configMap).(name|secretName|optional|items[].(key|path))",
            "volumes[].projected.sources[].(secret|configMap).(name|optional|items[].(key|path))",
            "volumes[].projected.sources[].serviceAccountToken.(path|audience|expirationSeconds)",
            "volumes[].projected.sources[].downwardAPI.items[].path",
            "volumes[].projected.sources[].downwardAPI.items[].fieldRef.(apiVersion|fieldPath)");

    /** What is carried out by others (admission, scheduler of many nodes, images' tests) or has no meaning for a process. */
    private static final List<String> WITHOUT_MEANING_HERE = List.of(
            "serviceAccount",
            "serviceAccountName",
            "automountServiceAccountToken",
            "enableServiceLinks",
            "dnsPolicy",
            "schedulerName",
            "priority",
            "priorityClassName",
            "preemptionPolicy",
            "affinity.**",
            "tolerations[].**",
            "topologySpreadConstraints[].**",
            "imagePullSecrets[].**",
            "securityContext.**",
            "containers[].image",
            "containers[].imagePullPolicy",
            "containers[].resources.**",
            "containers[].securityContext.**",
            "containers[].terminationMessagePath",
            "containers[].terminationMessagePolicy",
            "volumes[].emptyDir.(medium|sizeLimit)",
            "volumes[].(secret|configMap|projected).defaultMode");

    private static final Pattern KNOWN = Stream.of(CARRIED_OUT, WITHOUT_MEANING_HERE)
            .flatMap(List::stream)
            .map(PodFields::pattern)
            .collect(Collectors.collectingAndThen(Collectors.joining("|"), Pattern::compile));

    private PodFields() {}

    /** The fields of a pod that this node does not know, such as {@code initContainers[].name}. */
    static Set<String> unknown(PodSpec spec) {
        Set<String> unknown = new TreeSet<>();
        collect("", JSON.valueToTree(spec), unknown);
        unknown.removeIf(path -> KNOWN.matcher(path).matches());
        return unknown;
    }

    private static void collect(String path, JsonNode node, Set<String> paths) {
        if (node.isArray() && !node.isEmpty()) {
            node.forEach(item -> collect(path + "[]", item, paths));
        } else if (node.isObject() && !node.isEmpty()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                collect(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), paths);
            }
        } else {
            paths.add(path);
        }
    }

    private static String pattern(String field) {
        String all = field.endsWith(".**") ? field.substring(0, field.length() - 3) : field;
        return all.replace(".", "\\.").replace("[]", "\\[]") + (field.endsWith(".**") ? "(\\..*)?" : "");
    }
}
