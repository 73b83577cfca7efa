/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.wire.AgentJson;
import dev.opencomputer.operator.wire.ConfigJson;
import dev.opencomputer.operator.wire.Json;
import java.util.Optional;

/**
 * Reads agents, forgivingly: a list holds other people's agents too, and one of them with a field of another type must
 * not stop everything. Such a field counts as absent; where it matters, the comparison after a write names it.
 */
final class AgentReading {

    private static final String CONFIG = "config";

    private AgentReading() {}

    /**
     * An agent of an answer.
     *
     * @return the agent; empty when its id is no DNS label, so that it can be nobody's here
     * @throws NotAsAgreedException when it is no agent at all
     */
    static Optional<AgentRecord> agent(JsonNode answer) throws NotAsAgreedException {
        if (!(answer instanceof ObjectNode agent)) {
            throw new NotAsAgreedException("other JSON than expected, or none");
        }
        if (!agent.path("id").isTextual()) {
            throw new NotAsAgreedException("an agent without an id");
        }
        AgentId id;
        try {
            id = new AgentId(agent.path("id").textValue());
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
        AgentJson known = known(agent);
        boolean hasStore = known.secretStore() != null && !known.secretStore().isEmpty();
        return Optional.of(new AgentRecord(id, RecordContent.of(known), hasStore));
    }

    private static AgentJson known(ObjectNode agent) throws NotAsAgreedException {
        try {
            return Json.MAPPER.treeToValue(agent, AgentJson.class);
        } catch (JsonProcessingException oddField) {
            if (agent.get(CONFIG) instanceof ObjectNode config) {
                dropOddFields(config, ConfigJson.class);
            }
            dropOddFields(agent, AgentJson.class);
        }
        try {
            return Json.MAPPER.treeToValue(agent, AgentJson.class);
        } catch (JsonProcessingException stillOdd) {
            throw new NotAsAgreedException("other JSON than expected, or none");
        }
    }

    private static void dropOddFields(ObjectNode node, Class<?> type) {
        node.properties().removeIf(field -> {
            ObjectNode alone = Json.MAPPER.createObjectNode();
            alone.set(field.getKey(), field.getValue());
            try {
                return Json.MAPPER.treeToValue(alone, type) == null;
            } catch (JsonProcessingException odd) {
                return true;
            }
        });
    }
}
