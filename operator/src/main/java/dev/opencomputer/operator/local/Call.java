/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One call, freed of HTTP.
 *
 * @param names the variable parts of the path, from left to right
 * @param content the body as a JSON object; reading it refuses anything else
 */
record Call(List<String> names, Supplier<ObjectNode> content) {

    static final String INVALID = "invalid request";

    /** The first variable part of the path: a store's or an agent's id. */
    String id() {
        return names.get(0);
    }

    /** The second variable part of the path: a secret's key. */
    String key() {
        return names.get(1);
    }

    /** The body as a JSON object; anything else is refused. */
    ObjectNode body() {
        return content.get();
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
