/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Names;
import java.util.ArrayList;
import java.util.List;

/** What runs in the operator's namespace: Deployments, pods with their logs, metrics and Events, Leases, public keys. */
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
        List<ObjectNode> deployments = add(bundle, "deployments", apps("deployments"), OUR_LABEL);
        // The elector gives its Lease no labels of ours.
        add(bundle, "leases", "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases", "");
        List<ObjectNode> pods = add(bundle, "pods", core("pods"), OUR_LABEL);
        pods.forEach(pod -> {
            addLogs(bundle, pod);
            addMetrics(bundle, pod);
        });
        WorkloadEvents events = new WorkloadEvents();
        events.about("Deployment", deployments);
        events.about("Pod", pods);
        addEvents(bundle, events);
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
        for (JsonNode container : ours(pod)) {
            String containerName = container.path("name").asText();
            String file = "logs/" + name + "-" + containerName;
            String log = core("pods/" + name + "/log?container=" + containerName + "&tailLines=" + logLines);
            addText(bundle, file + ".log", log, "The log of the pod " + name);
            if (hasRestarted(pod, containerName)) {
                String what = "The log of the pod " + name + " from before its container started again";
                addText(bundle, file + "-previous.log", log + "&previous=true", what);
            }
        }
    }

    private void addText(Bundle bundle, String file, String path, String what) {
        try {
            bundle.add(file, cluster.text(path, what));
        } catch (NotReadableException e) {
            bundle.missing(e.getMessage());
        }
    }

    private static boolean hasRestarted(ObjectNode pod, String container) {
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            if (status.path("name").asText().equals(container)) {
                return status.path("restartCount").asInt() > 0;
            }
        }
        return false;
    }

    /** Others may run beside them, and what these say is not ours to pass on. */
    private static List<JsonNode> ours(ObjectNode pod) {
        List<JsonNode> ours = new ArrayList<>();
        pod.path("spec").path("containers").forEach(container -> {
            if (PodRules.isOurs(container)) {
                ours.add(container);
            }
        });
        return ours;
    }

    private void addEvents(Bundle bundle, WorkloadEvents events) {
        events.about("ReplicaSet", listed(bundle, apps("replicasets"), "ReplicaSets"));
        events.about("Job", listed(bundle, "/apis/batch/v1/namespaces/" + namespace + "/jobs", "Jobs"));
        try {
            bundle.add(
                    "installation/events.yaml",
                    events.shown(cluster.list(core("events"), "", "The Events in the namespace " + namespace)));
        } catch (NotReadableException e) {
            bundle.missing(e.getMessage());
        }
    }

    private List<ObjectNode> listed(Bundle bundle, String path, String kinds) {
        try {
            return cluster.list(path, OUR_LABEL, "The " + kinds + " in the namespace " + namespace);
        } catch (NotReadableException e) {
            bundle.missing(e.getMessage());
            return List.of();
        }
    }

    private void addMetrics(Bundle bundle, ObjectNode pod) {
        String name = name(pod);
        for (JsonNode container : ours(pod)) {
            for (JsonNode port : container.path("ports")) {
                if (port.path("name").asText().equals(METRICS_PORT)) {
                    String address = name + ":" + port.path("containerPort").asInt();
                    addText(
                            bundle,
                            "metrics/" + name + ".txt",
                            core("pods/" + address + "/proxy/metrics"),
                            "The metrics of the pod " + name);
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

    private String apps(String collection) {
        return "/apis/apps/v1/namespaces/" + namespace + "/" + collection;
    }

    private String core(String rest) {
        return "/api/v1/namespaces/" + namespace + "/" + rest;
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }
}
