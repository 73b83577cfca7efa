/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.opencomputer.operator.wire.AgentErrorJson;
import dev.opencomputer.operator.wire.ErrorJson;
import dev.opencomputer.operator.wire.Json;
import java.util.Map;

/**
 * What goes back to the caller.
 *
 * @param status the HTTP status
 * @param headers further headers; {@code Content-Type} belongs here as well
 * @param body text, none for an empty answer
 */
record Answer(int status, Map<String, String> headers, String body) {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    static Answer json(int status, Object body) {
        try {
            return new Answer(status, JSON, Json.MAPPER.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer could not be written as JSON", e);
        }
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), "");
    }

    /** The refusal in the envelope of the API that it was asked through. */
    static Answer refusal(Refusal refusal, boolean agentsApi) {
        Object body = agentsApi
                ? AgentErrorJson.of(refusal.status(), refusal.getMessage())
                : new ErrorJson(refusal.getMessage());
        return json(refusal.status(), body);
    }
}
