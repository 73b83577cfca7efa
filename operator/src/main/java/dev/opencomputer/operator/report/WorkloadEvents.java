/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Kubernetes said about what this program runs in, such as why a pod does not start. */
final class WorkloadEvents {

    private static final String POD = "Pod";

    /** Whose words are known: of others an Event shows, but not its message. */
    private static final Set<String> KUBERNETES = Set.of(
            "kubelet",
            "default-scheduler",
            "deployment-controller",
            "replicaset-controller",
            "job-controller",
            "horizontal-pod-autoscaler",
            "attachdetach-controller");

    /** How an Event names the container that it is about. */
    private static final Pattern CONTAINER = Pattern.compile("spec\\.\\w+\\{(.*)}");

    private final Map<String, Set<String>> names = new HashMap<>();

    /** Takes the Events about these objects too. */
    void about(String kind, List<ObjectNode> objects) {
        objects.forEach(object -> names.computeIfAbsent(kind, any -> new HashSet<>())
                .add(object.path("metadata").path("name").asText()));
    }

    /** Of these Events those about our objects, as they may leave the cluster. */
    List<JsonNode> shown(List<ObjectNode> events) {
        List<JsonNode> shown = new ArrayList<>();
        for (ObjectNode event : events) {
            if (isOurs(event.path("involvedObject"))) {
                ObjectNode redacted = (ObjectNode) Redaction.of("events", event);
                if (isKnownWriter(event) && !isAboutAnothersContainer(event)) {
                    redacted.set("message", event.path("message"));
                }
                shown.add(redacted);
            }
        }
        return shown;
    }

    private boolean isOurs(JsonNode object) {
        String kind = object.path("kind").asText();
        String name = object.path("name").asText();
        if (of(kind).contains(name)) {
            return true;
        }
        // Pods that are gone have Events still.
        return kind.equals(POD)
                && Stream.of("ReplicaSet", "Job")
                        .flatMap(owner -> of(owner).stream())
                        .anyMatch(owner -> name.startsWith(owner + "-"));
    }

    private Set<String> of(String kind) {
        return names.getOrDefault(kind, Set.of());
    }

    private static boolean isKnownWriter(JsonNode event) {
        return KUBERNETES.contains(event.path("source").path("component").asText())
                || KUBERNETES.contains(event.path("reportingComponent").asText());
    }

    /** A probe's Event may quote what its container answered. */
    private static boolean isAboutAnothersContainer(JsonNode event) {
        Matcher path =
                CONTAINER.matcher(event.path("involvedObject").path("fieldPath").asText());
        return path.matches() && !PodRules.isOurs(path.group(1));
    }
}
