/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call, freed of HTTP. */
final class Call {

    static final String INVALID = "invalid request";

    private final Operation operation;
    private final String path;
    private final List<String> names;
    private final byte[] content;
    private final boolean contentTypeFits;

    /**
     * @param operation what is asked
     * @param path the path as it was sent
     * @param names the variable parts of the path, from left to right
     * @param content the body, empty when there is none
     * @param contentTypeFits whether the dialect takes the body's type
     */
    Call(Operation operation, String path, List<String> names, byte[] content, boolean contentTypeFits) {
        this.operation = operation;
        this.path = path;
        this.names = List.copyOf(names);
        this.content = content.clone();
        this.contentTypeFits = contentTypeFits;
    }

    Operation operation() {
        return operation;
    }

    String path() {
        return path;
    }

    /** The first variable part of the path: a store's or an agent's id. */
    String id() {
        return names.get(0);
    }

    /** The second variable part of the path: a secret's key. */
    String key() {
        return names.get(1);
    }

    /** Whether a text stands in the path or in the body. */
    boolean mentions(String text) {
        return path.contains(text) || new String(content, StandardCharsets.UTF_8).contains(text);
    }

    /** The body as a JSON object; anything else is refused. */
    ObjectNode body() {
        try {
            if (contentTypeFits && Json.MAPPER.readTree(content) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw Refusal.invalid(INVALID);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
        throw Refusal.invalid(INVALID);
    }

    /** A text field; absent and {@code null} are the same, another type is refused. */
    static Optional<String> text(ObjectNode object, String field) {
        JsonNode node = object.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw Refusal.invalid(INVALID + ": " + field + " must be a string");
        }
        return Optional.of(node.textValue());
    }

    /** A field that is a list of texts; absent and {@code null} are the same, another type is refused. */
    static Optional<List<String>> texts(ObjectNode object, String field) {
        JsonNode node = object.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            if (element.isTextual()) {
                texts.add(element.textValue());
            }
        }
        if (!node.isArray() || texts.size() != node.size()) {
            throw Refusal.invalid(INVALID + ": " + field + " must be a list of strings");
        }
        return Optional.of(texts);
    }
}
