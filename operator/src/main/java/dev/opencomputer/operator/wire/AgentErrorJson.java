/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The error envelope of {@code /v1/agents}.
 *
 * @param error what is wrong
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentErrorJson(Detail error) {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int INTERNAL_ERROR = 500;

    /**
     * Wraps a message, with the type that goes with the status.
     *
     * @param status the HTTP status
     * @param message what a person reads
     * @return the envelope
     */
    public static AgentErrorJson of(int status, String message) {
        return of(status, message, "", List.of());
    }

    /**
     * Wraps a message, with the type that goes with the status.
     *
     * @param status the HTTP status
     * @param message what a person reads
     * @param requestId by which the request is found in logs; left out where it is empty
     * @param fields what is wrong with the body, place by place; left out where there are none
     * @return the envelope
     */
    public static AgentErrorJson of(int status, String message, String requestId, List<FieldJson> fields) {
        return new AgentErrorJson(new Detail(type(status), message, requestId, fields));
    }

    private static String type(int status) {
        if (status == NOT_FOUND) {
            return "not_found";
        }
        if (status == CONFLICT) {
            return "conflict";
        }
        return status >= INTERNAL_ERROR ? "internal_error" : "invalid_request";
    }

    /**
     * One error.
     *
     * @param type {@code invalid_request}, {@code not_found}, {@code conflict} or {@code internal_error}
     * @param message what a person reads
     * @param requestId by which the request is found in logs
     * @param fields what is wrong with the body, place by place
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Detail(
            String type,
            String message,
            @JsonProperty("request_id") String requestId,
            List<FieldJson> fields) {}

    /**
     * What is wrong at one place of the body.
     *
     * @param pointer the place, as a JSON pointer (RFC 6901)
     * @param message what a person reads
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FieldJson(String pointer, String message) {}
}
