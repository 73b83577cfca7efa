/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import static dev.opencomputer.operator.report.Rules.ALL;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;

/**
 * What of an object may leave the cluster. It is a list of what stays, not of what goes, so that a field that nobody
 * has thought of is left out: its name shows, and how long it is.
 */
final class Redaction {

    private static final Rule METADATA = new Rule.Fields(Map.ofEntries(
            Map.entry("name", ALL),
            Map.entry("namespace", ALL),
            Map.entry("uid", ALL),
            Map.entry("generation", ALL),
            Map.entry("resourceVersion", ALL),
            Map.entry("creationTimestamp", ALL),
            Map.entry("deletionTimestamp", ALL),
            Map.entry("finalizers", ALL),
            Map.entry("ownerReferences", ALL),
            Map.entry("labels", ALL),
            Map.entry("annotations", new Rule.Annotations()),
            Map.entry(
                    "managedFields",
                    new Rule.Each(new Rule.Fields(
                            Map.of("manager", ALL, "operation", ALL, "subresource", ALL, "time", ALL))))));

    private static final Rule AGENT = object(Map.of(
            "id",
            ALL,
            "core",
            ALL,
            "model",
            ALL,
            "adoptionPolicy",
            ALL,
            "deletionPolicy",
            ALL,
            "secretStore",
            ALL,
            "secretsFrom",
            ALL,
            "config",
            new Rule.Fields(Map.of(
                    "snapshot",
                    ALL,
                    "elasticity",
                    ALL,
                    "idleTimeoutSeconds",
                    ALL,
                    "agentConfig",
                    new Rule.Fields(Map.of("allowedTools", ALL)),
                    "env",
                    new Rule.Fields(Map.of())))));

    private static final Rule AGENT_SECRET = object(
            new Rule.Fields(Map.of(
                    "agentRef",
                    ALL,
                    "key",
                    ALL,
                    "allowedHosts",
                    ALL,
                    "valueFrom",
                    ALL,
                    "maxAge",
                    ALL,
                    "deletionPolicy",
                    ALL,
                    "sealedValue",
                    new Rule.Sealed())),
            new Rule.Fields(Map.ofEntries(
                    Map.entry("agentId", ALL),
                    Map.entry("storeId", ALL),
                    Map.entry("source", ALL),
                    Map.entry("setAt", ALL),
                    Map.entry("valueSetAt", ALL),
                    Map.entry("writtenAt", ALL),
                    Map.entry("acceptedAt", ALL),
                    Map.entry("appliedDigest", ALL),
                    Map.entry("valueDigest", ALL),
                    Map.entry("sealingKeyId", ALL),
                    Map.entry("resealedValue", new Rule.Sealed()),
                    Map.entry("resealedFrom", ALL),
                    Map.entry("lastHandledReconcileAt", ALL),
                    Map.entry("observedGeneration", ALL),
                    Map.entry("conditions", ALL))));

    private static final Rule POD = object(PodRules.SPEC, PodRules.STATUS);

    private static final Rule DEPLOYMENT = object(Map.of(
            "replicas",
            ALL,
            "strategy",
            ALL,
            "template",
            new Rule.Fields(Map.of("metadata", METADATA, "spec", PodRules.SPEC))));

    private static final Rule LEASE = new Rule.Fields(Map.of(
            "apiVersion",
            ALL,
            "kind",
            ALL,
            "metadata",
            METADATA,
            "spec",
            Rules.only("holderIdentity", "leaseDurationSeconds", "acquireTime", "renewTime", "leaseTransitions")));

    private static final Rule EVENT = Rules.only(
            "reason",
            "type",
            "count",
            "firstTimestamp",
            "lastTimestamp",
            "eventTime",
            "series",
            "source",
            "reportingComponent",
            "involvedObject");

    private static final Map<String, Rule> BY_COLLECTION = Map.of(
            "agents", AGENT,
            "agentsecrets", AGENT_SECRET,
            "pods", POD,
            "deployments", DEPLOYMENT,
            "leases", LEASE,
            "events", EVENT);

    private static final Set<String> OURS = Set.of(
            "OPENCOMPUTER_OPERATOR_", "OPENCOMPUTER_FACADE_", "OPENCOMPUTER_LOG_", "OPENCOMPUTER_CONNECTION_DIR");

    private Redaction() {}

    /**
     * What may leave the cluster of an object.
     *
     * @param collection the collection it is from, such as {@code agents}
     * @throws IllegalArgumentException when nobody has said what shows of that kind
     */
    static JsonNode of(String collection, ObjectNode object) {
        Rule rule = BY_COLLECTION.get(collection);
        if (rule == null) {
            throw new IllegalArgumentException("nothing says what may be shown of " + collection);
        }
        return shown(object, rule);
    }

    private static Rule object(Map<String, Rule> spec) {
        return object(new Rule.Fields(spec), ALL);
    }

    private static Rule object(Rule spec, Rule status) {
        return new Rule.Fields(
                Map.of("apiVersion", ALL, "kind", ALL, "metadata", METADATA, "spec", spec, "status", status));
    }

    private static JsonNode shown(JsonNode node, Rule rule) {
        if (rule instanceof Rule.All) {
            return node;
        }
        if (rule instanceof Rule.Fields fields && node instanceof ObjectNode object) {
            return fields(object, fields.known());
        }
        if (rule instanceof Rule.Annotations && node instanceof ObjectNode object) {
            return annotations(object);
        }
        if (rule instanceof Rule.Each each && node instanceof ArrayNode array) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> shown.add(shown(element, each.rule())));
            return shown;
        }
        if (rule instanceof Rule.Containers containers && node instanceof ArrayNode array) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            array.forEach(container ->
                    shown.add(shown(container, PodRules.isOurs(container) ? containers.ours() : containers.others())));
            return shown;
        }
        if (rule instanceof Rule.Environment && node instanceof ArrayNode array) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            array.forEach(variable -> shown.add(variable(variable)));
            return shown;
        }
        if (rule instanceof Rule.Sealed) {
            String[] parts = node.asText().split("\\.", -1);
            if (parts.length == 3 && parts[0].equals("oc1") && parts[1].matches("[0-9a-f]{16}")) {
                return TextNode.valueOf(parts[0] + "." + parts[1] + ".(" + parts[2].length() + " characters left out)");
            }
        }
        return leftOut(node);
    }

    private static ObjectNode fields(ObjectNode object, Map<String, Rule> known) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> {
            Rule rule = known.get(field.getKey());
            shown.set(field.getKey(), rule == null ? leftOut(field.getValue()) : shown(field.getValue(), rule));
        });
        return shown;
    }

    private static ObjectNode annotations(ObjectNode object) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(annotation -> shown.set(
                        annotation.getKey(),
                        annotation.getKey().startsWith("opencomputer.dev/")
                                ? annotation.getValue()
                                : leftOut(annotation.getValue())));
        return shown;
    }

    private static JsonNode variable(JsonNode variable) {
        String name = variable.path("name").asText();
        boolean ours = OURS.stream().anyMatch(name::startsWith);
        return shown(
                variable,
                new Rule.Fields(ours ? Map.of("name", ALL, "value", ALL) : Map.of("name", ALL, "valueFrom", ALL)));
    }

    private static JsonNode leftOut(JsonNode value) {
        if (value.isTextual()) {
            return TextNode.valueOf("(" + value.asText().length() + " characters left out)");
        }
        return value.isNull() ? value : TextNode.valueOf("(left out)");
    }
}
