/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose ways the server takes on where the platforms differ. Everything that differs is decided here or asked for
 * here; the table is in {@code docs/local-server.md}.
 */
public enum Dialect {
    /** This server's own ways: of what the others do, what is plainest. */
    LOCAL,
    /** The hosted platform. */
    HOSTED,
    /** A self-hosted server: secret stores, and no agents API. */
    SELF_HOSTED;

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String WEB_PAGE = "/login";

    /** Whether {@code /v1/agents} is served; where it is not, that path leads to a web page. */
    public boolean hasAgentsApi() {
        return this != SELF_HOSTED;
    }

    /** Whether a body needs {@code Content-Type: application/json}. */
    boolean requiresContentType() {
        return this == SELF_HOSTED;
    }

    /** Whether answers carry {@code X-Request-Id}. */
    boolean sendsRequestId() {
        return this == SELF_HOSTED;
    }

    /** Whether {@code %41} in a path means {@code A}. */
    boolean decodesPaths() {
        return this != HOSTED;
    }

    /** Whether entries show their {@code id} and {@code storeId}. */
    boolean showsEntryIds() {
        return this != HOSTED;
    }

    /** How a store's organisation is spelt. */
    String organisationField() {
        return this == HOSTED ? "orgID" : "orgId";
    }

    /** Whether only names that can be environment variables are taken for a secret's key. */
    boolean checksKeys() {
        return this == LOCAL;
    }

    /** Whether {@code core} and {@code config} exclude each other. */
    boolean separatesCoreFromConfig() {
        return this != SELF_HOSTED;
    }

    /**
     * Whether a PATCH merges {@code config} field by field. The hosted platform doesn't say how deep it merges; here
     * it replaces, so that a client is seen to work with both.
     */
    boolean mergesConfig() {
        return this != HOSTED;
    }

    /** A time in RFC 3339. */
    String time(Instant time) {
        return this == HOSTED ? MILLISECONDS.format(time.truncatedTo(ChronoUnit.SECONDS)) : MICROSECONDS.format(time);
    }

    /** The answer to a list of stores or entries. */
    Answer list(List<?> elements) {
        return Answer.json(200, this == SELF_HOSTED && elements.isEmpty() ? null : elements);
    }

    /** The answer to a deletion in the agents API, after which {@code id} is gone. */
    Answer deletedAgent(String id) {
        return this == HOSTED ? Answer.json(200, Map.of("id", id, "deleted", true)) : Answer.empty(204);
    }

    /** The answer to the deletion of an agent's secret. */
    Answer deletedAgentSecret() {
        return this == HOSTED ? Answer.json(200, Map.of()) : Answer.empty(204);
    }

    Refusal wrongKey() {
        return switch (this) {
            case LOCAL -> new Refusal(401, "invalid API key");
            case HOSTED -> new Refusal(401, "missing or invalid API key");
            case SELF_HOSTED -> new Refusal(403, "invalid API key");
        };
    }

    Refusal notAnId() {
        return this == SELF_HOSTED ? Refusal.invalid("invalid store ID") : unknownStore();
    }

    Refusal unknownStore() {
        return Refusal.notFound("secret store not found");
    }

    Refusal unknownSecret() {
        return Refusal.notFound(this == SELF_HOSTED ? "secret entry not found" : "secret not found");
    }

    Refusal nameTaken() {
        return this == SELF_HOSTED
                ? new Refusal(500, "failed to create secret store: " + constraint())
                : new Refusal(409, "a store with that name already exists");
    }

    Refusal newNameTaken() {
        return switch (this) {
            case LOCAL -> new Refusal(500, "a store with that name already exists");
            case HOSTED -> new Refusal(500, "failed to update secret store");
            case SELF_HOSTED -> new Refusal(500, "failed to update secret store: " + constraint());
        };
    }

    /** An {@code X-Request-Id}. */
    String requestId() {
        return UUID.randomUUID().toString();
    }

    /** What a path leads to that is not for programs; absent where it belongs to the API. */
    Optional<Answer> webPage(String path) {
        if (this != SELF_HOSTED || path.equals("/api") || path.startsWith("/api/")) {
            return Optional.empty();
        }
        return Optional.of(
                path.equals(WEB_PAGE)
                        ? new Answer(200, Map.of("Content-Type", "text/html"), "<!doctype html><title>Log in</title>")
                        : new Answer(302, Map.of("Location", WEB_PAGE), ""));
    }

    /**
     * The answer to a call that the API doesn't know.
     *
     * @param status 405 when the path is known with another method, 404 when it is not, 400 when it makes no sense
     * @param agentsApi whose envelope is used
     */
    Answer unknown(int status, boolean agentsApi) {
        if (status != 404 && status != 405) {
            return Answer.refusal(new Refusal(status, Call.INVALID), agentsApi);
        }
        if (this == SELF_HOSTED) {
            return Answer.json(404, Map.of("message", "Not Found"));
        }
        return Answer.refusal(new Refusal(status, status == 405 ? "method not allowed" : "not found"), agentsApi);
    }

    private static String constraint() {
        return "ERROR: duplicate key value violates unique constraint \"secret_stores_org_id_name_key\" (SQLSTATE 23505)";
    }
}
