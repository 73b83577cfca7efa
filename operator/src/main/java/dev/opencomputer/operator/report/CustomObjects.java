/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Names;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Agents and AgentSecrets: what they are, and what their conditions say. */
final class CustomObjects {

    private static final String GROUP = "/apis/" + Names.GROUP + "/" + Names.VERSION;

    private final Cluster cluster;
    private final Set<String> namespaces;

    CustomObjects(Cluster cluster, Set<String> namespaces) {
        this.cluster = cluster;
        this.namespaces = namespaces;
    }

    /**
     * Adds a collection to the bundle.
     *
     * @param collection {@code agents} or {@code agentsecrets}
     * @return how many objects there are, by what their Ready says
     */
    Map<String, Long> addTo(Bundle bundle, String collection) {
        List<ObjectNode> objects = cluster.list(GROUP, collection, namespaces, "", bundle::missing);
        bundle.add(
                collection + ".yaml",
                objects.stream().map(object -> Redaction.of(collection, object)).toList());
        return objects.stream()
                .collect(Collectors.groupingBy(CustomObjects::state, TreeMap::new, Collectors.counting()));
    }

    private static String state(ObjectNode object) {
        if (object.path("metadata").has("deletionTimestamp")) {
            return "being deleted";
        }
        if (object.path("status").path("observedGeneration").asLong(-1)
                != object.path("metadata").path("generation").asLong()) {
            return "not looked at yet";
        }
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("reason").asText();
            }
        }
        return "without conditions";
    }
}
