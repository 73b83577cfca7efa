/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reads a policy from YAML. A key that is not known is refused, since a rule that is misspelt and does nothing is worse
 * than none.
 */
final class PolicyReading {

    private static final String CONNECTIONS = "connections";
    private static final String NAMESPACES = "namespaces";
    private static final String HOSTS = "hosts";
    private static final String MAX_CONCURRENT_CALLS = "maxConcurrentCalls";
    private static final String IDS = "ids";
    private static final String SECRETS = "secrets";
    private static final String REQUIRED_LABEL = "requiredLabel";

    /** More connections than this to one server are no team's need. */
    private static final int MOST_CALLS = 256;

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PolicyReading() {}

    /**
     * Reads a policy.
     *
     * @param text YAML; empty for a policy without rules
     * @throws WrongPolicyException with the part of a sentence after "the policy cannot be used: "
     */
    static Policy read(String text) throws WrongPolicyException {
        ObjectNode root = object(parse(text), "");
        known(root, "", List.of(CONNECTIONS, IDS, SECRETS));
        ObjectNode connections = section(root, CONNECTIONS);
        known(connections, CONNECTIONS, List.of(NAMESPACES, HOSTS, MAX_CONCURRENT_CALLS));
        ObjectNode secrets = section(root, SECRETS);
        known(secrets, SECRETS, List.of(REQUIRED_LABEL));
        return new Policy(
                texts(connections.path(NAMESPACES), CONNECTIONS + "." + NAMESPACES, NamePattern::new),
                texts(connections.path(HOSTS), CONNECTIONS + "." + HOSTS, HostRule::of),
                calls(connections.path(MAX_CONCURRENT_CALLS)),
                ids(section(root, IDS)),
                isAbsent(secrets.path(REQUIRED_LABEL))
                        ? Optional.empty()
                        : Optional.of(
                                text(secrets.path(REQUIRED_LABEL), SECRETS + "." + REQUIRED_LABEL, LabelRule::of)));
    }

    private static JsonNode parse(String text) throws WrongPolicyException {
        try {
            JsonNode tree = YAML.readTree(text);
            return isAbsent(tree) ? JsonNodeFactory.instance.objectNode() : tree;
        } catch (JsonProcessingException wrong) {
            String where = wrong.getLocation() == null
                    ? ""
                    : " (line " + wrong.getLocation().getLineNr() + ")";
            throw new WrongPolicyException("it is no YAML" + where + ": " + firstLine(wrong.getOriginalMessage()));
        }
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    private static Map<NamePattern, List<NamePattern>> ids(ObjectNode section) throws WrongPolicyException {
        Map<NamePattern, List<NamePattern>> ids = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : section.properties()) {
            String path = IDS + "." + entry.getKey();
            NamePattern namespaces = made(entry.getKey(), IDS + " has the key", NamePattern::new);
            if (isAbsent(entry.getValue())) {
                throw new WrongPolicyException(path + " says nothing: write [] for no id at all, or leave it out");
            }
            ids.put(namespaces, texts(entry.getValue(), path, NamePattern::new));
        }
        return ids;
    }

    private static OptionalInt calls(JsonNode node) throws WrongPolicyException {
        if (isAbsent(node)) {
            return OptionalInt.empty();
        }
        if (!node.isInt() || node.intValue() < 1 || node.intValue() > MOST_CALLS) {
            throw new WrongPolicyException(
                    CONNECTIONS + "." + MAX_CONCURRENT_CALLS + " is a whole number from 1 to " + MOST_CALLS);
        }
        return OptionalInt.of(node.intValue());
    }

    private static ObjectNode section(ObjectNode root, String name) throws WrongPolicyException {
        return isAbsent(root.path(name)) ? JsonNodeFactory.instance.objectNode() : object(root.get(name), name);
    }

    private static ObjectNode object(JsonNode node, String path) throws WrongPolicyException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new WrongPolicyException(
                (path.isEmpty() ? "it" : path) + " is a map of keys, and no list and no plain value");
    }

    private static void known(ObjectNode node, String path, List<String> names) throws WrongPolicyException {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!names.contains(entry.getKey())) {
                throw new WrongPolicyException("unknown key " + (path.isEmpty() ? "" : path + ".") + entry.getKey()
                        + ": there are " + String.join(", ", names));
            }
        }
    }

    private static <T> List<T> texts(JsonNode node, String path, Function<String, T> reader)
            throws WrongPolicyException {
        if (isAbsent(node)) {
            return List.of();
        }
        if (!node.isArray()) {
            throw new WrongPolicyException(path + " is a list, as in [a, b]");
        }
        List<T> read = new ArrayList<>();
        for (JsonNode item : node) {
            read.add(text(item, path, reader));
        }
        return read;
    }

    private static <T> T text(JsonNode node, String path, Function<String, T> reader) throws WrongPolicyException {
        if (!node.isTextual()) {
            throw new WrongPolicyException(path + " holds what is no text: write it in quotation marks");
        }
        return made(node.textValue(), path + ":", reader);
    }

    private static <T> T made(String text, String where, Function<String, T> reader) throws WrongPolicyException {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new WrongPolicyException(where + " '" + text + "' " + wrong.getMessage());
        }
    }

    private static boolean isAbsent(JsonNode node) {
        return node == null || node.isMissingNode() || node.isNull();
    }
}
