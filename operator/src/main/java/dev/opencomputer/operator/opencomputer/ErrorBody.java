/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a server says with a failure. Its words are read to tell failures apart, and only those that the contract fixes
 * are ever passed on: anything else could repeat a value, or change with each try.
 */
final class ErrorBody {

    /** Texts of the contract, whole or as the beginning of a longer one. */
    private static final List<String> KNOWN_TEXTS = List.of(
            "name is required",
            "invalid request",
            "a store with that name already exists",
            "secret value required",
            "allowedHosts entries cannot be empty",
            "secret store not found",
            "secret not found",
            "secret entry not found",
            "invalid store ID",
            "missing API key",
            "invalid API key",
            "missing or invalid API key",
            "method not allowed",
            "Not Found");

    /** The agents API's error types. */
    private static final Set<String> KNOWN_TYPES = Set.of("invalid_request", "not_found", "conflict", "internal_error");

    private final String type;
    private final String text;

    private ErrorBody(String type, String text) {
        this.type = type;
        this.text = text;
    }

    /** Reads either error envelope, the router's own, or anything else. */
    static ErrorBody of(byte[] body) {
        JsonNode tree;
        try {
            tree = Json.MAPPER.readTree(body);
        } catch (IOException notJson) {
            return new ErrorBody("", new String(body, StandardCharsets.UTF_8));
        }
        JsonNode error = tree.path("error");
        if (error.isObject()) {
            return new ErrorBody(
                    error.path("type").asText(), error.path("message").asText());
        }
        return new ErrorBody(
                "", error.isTextual() ? error.textValue() : tree.path("message").asText());
    }

    /** Whether it is the database's message about a name that is taken. */
    boolean namesUniqueConstraint() {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("unique constraint")
                || lower.contains("duplicate key")
                || lower.contains("sqlstate 23505");
    }

    /** Whether it is the database's message about a row that is still referred to. */
    boolean namesForeignKey() {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("foreign key") || lower.contains("sqlstate 23503");
    }

    /** What may be quoted. */
    Optional<String> quotable() {
        return KNOWN_TEXTS.stream()
                .filter(known -> text.equals(known) || text.startsWith(known + ":"))
                .findFirst()
                .or(() -> Optional.of(type).filter(KNOWN_TYPES::contains));
    }
}
