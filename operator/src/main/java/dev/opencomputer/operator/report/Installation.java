/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Names;
import java.util.List;

/** What runs in the operator's namespace: Deployments, pods with their logs and metrics, Leases, public keys. */
final class Installation {

    /** How every chart labels what belongs to this program. */
    private static final String OUR_LABEL = "labelSelector=app.kubernetes.io/name%3Dopencomputer-operator";

    /** How the chart names the port of metrics and health. */
    private static final String METRICS_PORT = "http-metrics";

    /** The entry of the ConfigMap with the administrator's policy. */
    private static final String POLICY = "policy.yaml";

    private final Cluster cluster;
    private final String namespace;
    private final int logLines;

    Installation(Cluster cluster, String namespace, int logLines) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.logLines = logLines;
    }

    void addTo(Bundle bundle) {
        add(bundle, "deployments", "/apis/apps/v1/namespaces/" + namespace + "/deployments", OUR_LABEL);
        // The elector gives its Lease no labels of ours.
        add(bundle, "leases", "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases", "");
        add(bundle, "pods", core("pods"), OUR_LABEL).forEach(pod -> {
            addLogs(bundle, pod);
            addMetrics(bundle, pod);
        });
        addPublicKeys(bundle);
        addPolicy(bundle);
    }

    private List<ObjectNode> add(Bundle bundle, String collection, String path, String selector) {
        try {
            List<ObjectNode> objects =
                    cluster.list(path, selector, "The " + collection + " in the namespace " + namespace);
            bundle.add(
                    "installation/" + collection + ".yaml",
                    objects.stream()
                            .map(object -> Redaction.of(collection, object))
                            .toList());
            return objects;
        } catch (NotReadableException e) {
            bundle.missing(e.getMessage());
            return List.of();
        }
    }

    private void addLogs(Bundle bundle, ObjectNode pod) {
        if (logLines == 0) {
            return;
        }
        String name = name(pod);
        for (JsonNode container : pod.path("spec").path("containers")) {
            String containerName = container.path("name").asText();
            try {
                bundle.add(
                        "logs/" + name + "-" + containerName + ".log",
                        cluster.text(
                                core("pods/" + name + "/log?container=" + containerName + "&tailLines=" + logLines),
                                "The log of the pod " + name));
            } catch (NotReadableException e) {
                bundle.missing(e.getMessage());
            }
        }
    }

    private void addMetrics(Bundle bundle, ObjectNode pod) {
        String name = name(pod);
        for (JsonNode container : pod.path("spec").path("containers")) {
            for (JsonNode port : container.path("ports")) {
                if (port.path("name").asText().equals(METRICS_PORT)) {
                    String address = name + ":" + port.path("containerPort").asInt();
                    try {
                        bundle.add(
                                "metrics/" + name + ".txt",
                                cluster.text(
                                        core("pods/" + address + "/proxy/metrics"), "The metrics of the pod " + name));
                    } catch (NotReadableException e) {
                        bundle.missing(e.getMessage());
                    }
                }
            }
        }
    }

    private void addPublicKeys(Bundle bundle) {
        try {
            JsonNode published =
                    cluster.json(core("configmaps/" + Names.PUBLIC_SEALING_KEYS), "The public sealing keys");
            StringBuilder ids = new StringBuilder("current: ")
                    .append(published
                            .path("metadata")
                            .path("annotations")
                            .path(Names.CURRENT_KEY)
                            .asText())
                    .append('\n');
            published
                    .path("data")
                    .fieldNames()
                    .forEachRemaining(id -> ids.append(id).append('\n'));
            bundle.add("installation/public-sealing-key-ids.txt", ids.toString());
        } catch (NotReadableException e) {
            bundle.missing(e.getMessage());
        }
    }

    private void addPolicy(Bundle bundle) {
        try {
            for (ObjectNode map : cluster.list(core("configmaps"), OUR_LABEL, "The policy")) {
                JsonNode policy = map.path("data").path(POLICY);
                if (policy.isTextual()) {
                    bundle.add("installation/" + name(map) + "-" + POLICY, policy.asText());
                }
            }
        } catch (NotReadableException e) {
            bundle.missing(e.getMessage());
        }
    }

    private String core(String rest) {
        return "/api/v1/namespaces/" + namespace + "/" + rest;
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }
}
