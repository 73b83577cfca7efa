/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.opencomputer.operator.wire.AgentErrorJson;
import dev.opencomputer.operator.wire.Json;
import java.util.Map;

/**
 * What goes back to the caller.
 *
 * @param status the HTTP status
 * @param headers further headers
 * @param body JSON, empty for an answer without a body
 */
public record Answer(int status, Map<String, String> headers, String body) {

    /** The media type of every body. */
    public static final String JSON = "application/json";

    /** An answer with a body. */
    public static Answer json(int status, Object body) {
        return new Answer(status, Map.of(), text(body));
    }

    /** An answer without one: done, and nothing to tell. */
    public static Answer done() {
        return new Answer(204, Map.of(), "");
    }

    /** The refusal in the API's envelope. */
    public static Answer refusal(Refusal refusal) {
        Map<String, String> headers = refusal.retryAfter()
                .map(after -> Map.of("Retry-After", Long.toString(after.toSeconds())))
                .orElse(Map.of());
        return new Answer(refusal.status(), headers, text(AgentErrorJson.of(refusal.status(), refusal.getMessage())));
    }

    private static String text(Object body) {
        try {
            // The end of a line is for those who read it in a terminal.
            return Json.MAPPER.writeValueAsString(body) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer could not be written as JSON", e);
        }
    }
}
