/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.opencomputer.operator.local.Agents.Wanted;
import dev.opencomputer.operator.wire.ConfigJson;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.util.stream.Collectors;

/** The rules for an agent's {@code config}: how a new one meets the former, and what is refused. */
final class AgentConfig {

    /** Takes no fraction for a whole number. */
    private static final ObjectReader STRICT =
            Json.MAPPER.readerFor(ConfigJson.class).without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

    private final Dialect dialect;

    AgentConfig(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The new config, a JSON null when there is to be none. Fields that the API doesn't know are left out. */
    JsonNode merge(JsonNode former, JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            return NullNode.instance;
        }
        if (!given.isObject()) {
            throw Refusal.invalid("config must be an object");
        }
        JsonNode merged = MergePatch.apply(dialect.mergesConfig() ? former : NullNode.instance, given);
        return Json.MAPPER.valueToTree(typed(merged));
    }

    /** The same, unless it breaks a rule. */
    Wanted checked(Wanted wanted) {
        if (wanted.config().has("entrypoint") && wanted.config().has("agent_config")) {
            throw Refusal.invalid("config.entrypoint and config.agent_config exclude each other");
        }
        if (dialect.separatesCoreFromConfig()
                && wanted.core().isPresent()
                && !wanted.config().isNull()) {
            throw Refusal.invalid("core and config exclude each other");
        }
        return wanted;
    }

    private static ConfigJson typed(JsonNode config) {
        for (JsonNode tool : config.at("/agent_config/allowed_tools")) {
            if (tool.isNull()) {
                throw Refusal.invalid("config has a field of the wrong type: config.agent_config.allowed_tools");
            }
        }
        try {
            return STRICT.readValue(config);
        } catch (JsonMappingException e) {
            throw Refusal.invalid("config has a field of the wrong type: " + place(e));
        } catch (JacksonException e) {
            throw Refusal.invalid("config has a field of the wrong type");
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed", e);
        }
    }

    private static String place(JsonMappingException trouble) {
        return trouble.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                .collect(Collectors.joining(".", "config.", ""));
    }
}
