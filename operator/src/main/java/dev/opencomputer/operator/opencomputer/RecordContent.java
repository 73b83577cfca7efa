/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.wire.AgentJson;
import dev.opencomputer.operator.wire.ConfigJson;
import dev.opencomputer.operator.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an agent's record says, apart from its id and times: display name, core, model and config, in a normal form in
 * which two contents are equal when they mean the same. Only fields that the contract knows are kept, so that a field
 * that a server adds is never taken for drift; an absent field, a null and an empty map are one.
 */
public final class RecordContent {

    private static final String DISPLAY_NAME = "display_name";
    private static final String CONFIG = "config";
    private static final String ENV = "env";

    /** Every field of {@code config}; a PATCH names each, so that what is absent here is removed there. */
    private static final List<String> CONFIG_FIELDS =
            List.of("snapshot", "entrypoint", "agent_config", ENV, "elasticity", "idle_timeout_s");

    /** Fields of which a server keeps one at most, so that a left-over one contradicts the other. */
    private static final List<String> EXCLUSIVE_FIELDS = List.of("entrypoint", "agent_config");

    private final ObjectNode tree;

    private RecordContent(ObjectNode tree) {
        this.tree = tree;
    }

    /**
     * The content of a record as a server answered it.
     *
     * @param agent the answer
     * @return its content in normal form
     */
    public static RecordContent of(AgentJson agent) {
        return of(agent.displayName(), agent.core(), agent.model(), agent.config());
    }

    /**
     * The content that these parts make; each may be {@code null} for absent.
     *
     * @param displayName what people read
     * @param core hosted managed agents only
     * @param model hosted managed agents only
     * @param config what the agent runs
     * @return the content in normal form
     */
    static RecordContent of(String displayName, String core, String model, ConfigJson config) {
        ObjectNode tree = Json.MAPPER.createObjectNode();
        tree.put(DISPLAY_NAME, displayName);
        tree.put("core", core);
        tree.put("model", model);
        if (config != null) {
            ObjectNode node = Json.MAPPER.valueToTree(config);
            for (String field : List.of(ENV, "elasticity")) {
                if (node.get(field) instanceof ObjectNode map) {
                    dropNulls(map);
                    dropIfEmpty(node, field);
                }
            }
            tree.set(CONFIG, node);
            dropIfEmpty(tree, CONFIG);
        }
        dropNulls(tree);
        return new RecordContent(tree);
    }

    /**
     * This content as the API's JSON, for a POST.
     *
     * @return a copy, to which the caller may add
     */
    public ObjectNode toJson() {
        return tree.deepCopy();
    }

    /**
     * A digest that is equal for equal contents, whatever the order of their fields. It holds no secret: values of
     * secrets never stand in a record.
     *
     * @return 64 lowercase hex digits of SHA-256
     */
    public String digest() {
        try {
            byte[] canonical = Json.MAPPER.writeValueAsString(sorted(tree)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot digest an agent's record", e);
        }
    }

    /**
     * Whether a record with this content was made for the same managed agent: {@code core} and {@code model} cannot be
     * changed by the API, and one that was added or removed counts as changed.
     *
     * @param other the other content
     * @return true when both fields are the same
     */
    public boolean sameCoreAndModel(RecordContent other) {
        return tree.path("core").equals(other.tree.path("core"))
                && tree.path("model").equals(other.tree.path("model"));
    }

    /** This content with nothing but {@code core} and {@code model} in it. */
    RecordContent coreAndModel() {
        ObjectNode kept = Json.MAPPER.createObjectNode();
        for (String field : List.of("core", "model")) {
            if (tree.has(field)) {
                kept.set(field, tree.get(field));
            }
        }
        return new RecordContent(kept);
    }

    /**
     * Whether a record that reads like {@code observed} needs no write to say what this content says. A display name
     * that nobody asked for and that is the id is the server's default, and fits.
     *
     * @param observed what the record says
     * @param id the agent's id
     * @return true when a write would change nothing
     */
    public boolean isSaidBy(RecordContent observed, AgentId id) {
        if (tree.equals(observed.tree)) {
            return true;
        }
        if (tree.has(DISPLAY_NAME)
                || !id.value().equals(observed.tree.path(DISPLAY_NAME).asText())) {
            return false;
        }
        ObjectNode unnamed = observed.toJson();
        unnamed.remove(DISPLAY_NAME);
        return tree.equals(unnamed);
    }

    /**
     * The merge patch (RFC 7396) that brings a record to this content. It names every field of {@code config}, so that
     * the record ends the same whether a server merges deeply, merges one level or replaces.
     *
     * @param observed what the record says now
     * @return the body of a PATCH; {@code core} and {@code model} are never in it, since the API cannot change them
     */
    public ObjectNode mergePatchFrom(RecordContent observed) {
        ObjectNode patch = Json.MAPPER.createObjectNode();
        if (!tree.path(DISPLAY_NAME).equals(observed.tree.path(DISPLAY_NAME))) {
            patch.set(DISPLAY_NAME, tree.get(DISPLAY_NAME));
            if (!tree.has(DISPLAY_NAME)) {
                patch.putNull(DISPLAY_NAME);
            }
        }
        JsonNode wanted = tree.path(CONFIG);
        JsonNode present = observed.tree.path(CONFIG);
        if (wanted.equals(present)) {
            return patch;
        }
        if (wanted.isMissingNode()) {
            patch.putNull(CONFIG);
            return patch;
        }
        ObjectNode config = wanted.deepCopy();
        for (String field : CONFIG_FIELDS) {
            if (!config.has(field)) {
                config.putNull(field);
            } else if (config.get(field) instanceof ObjectNode map) {
                present.path(field).fieldNames().forEachRemaining(name -> {
                    if (!map.has(name)) {
                        map.putNull(name);
                    }
                });
            }
        }
        patch.set(CONFIG, config);
        return patch;
    }

    /**
     * Where a server's answer to a write contradicts what was written: a field that was set has another value, an
     * environment variable that was removed is still there, or both an entrypoint and an agent config are. Any other
     * field that the server filled in by itself is its default, and fits.
     *
     * @param answer what the record says after the write
     * @param before what it said before; the empty content for a record that was just made
     * @return the fields' paths in the API's names, sorted; empty when the answer fits
     */
    public List<String> contradictionsIn(RecordContent answer, RecordContent before) {
        List<String> paths = new ArrayList<>();
        collectContradictions("", tree, answer.tree, paths);
        JsonNode wantedEnv = tree.path(CONFIG).path(ENV);
        JsonNode answeredEnv = answer.tree.path(CONFIG).path(ENV);
        before.tree.path(CONFIG).path(ENV).fieldNames().forEachRemaining(name -> {
            if (!wantedEnv.has(name) && answeredEnv.has(name)) {
                paths.add("config.env." + name);
            }
        });
        if (EXCLUSIVE_FIELDS.stream().anyMatch(tree.path(CONFIG)::has)) {
            EXCLUSIVE_FIELDS.stream()
                    .filter(field -> !tree.path(CONFIG).has(field)
                            && answer.tree.path(CONFIG).has(field))
                    .map(field -> "config." + field)
                    .forEach(paths::add);
        }
        return paths.stream().sorted().toList();
    }

    /**
     * The content of a record that says nothing.
     *
     * @return the empty content
     */
    public static RecordContent empty() {
        return new RecordContent(Json.MAPPER.createObjectNode());
    }

    /**
     * Begins a content.
     *
     * @return a builder on which only the fields that are present are set
     */
    public static RecordContentBuilder builder() {
        return new RecordContentBuilder();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordContent content && tree.equals(content.tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    @Override
    public String toString() {
        return "RecordContent[" + digest() + "]";
    }

    private static void collectContradictions(String path, JsonNode wanted, JsonNode answered, List<String> paths) {
        wanted.properties().forEach(field -> {
            String name = path + field.getKey();
            JsonNode other = answered.path(field.getKey());
            if (field.getValue().isObject() && other.isObject()) {
                collectContradictions(name + ".", field.getValue(), other, paths);
            } else if (!field.getValue().equals(other)) {
                paths.add(name);
            }
        });
    }

    private static void dropNulls(ObjectNode node) {
        node.properties().removeIf(field -> field.getValue().isNull());
    }

    private static void dropIfEmpty(ObjectNode node, String field) {
        if (node.path(field).isEmpty()) {
            node.remove(field);
        }
    }

    private static Object sorted(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        Map<String, Object> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
        return fields;
    }
}
