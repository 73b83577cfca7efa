/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The error envelope of {@code /v1/agents}.
 *
 * @param error type and message
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentErrorJson(Detail error) {

    /**
     * Wraps a message, with the type that goes with the status.
     *
     * @param status the HTTP status
     * @param message what a person reads
     * @return the envelope
     */
    public static AgentErrorJson of(int status, String message) {
        String type;
        if (status == 404) {
            type = "not_found";
        } else if (status == 409) {
            type = "conflict";
        } else if (status >= 500) {
            type = "internal_error";
        } else {
            type = "invalid_request";
        }
        return new AgentErrorJson(new Detail(type, message));
    }

    /**
     * One error.
     *
     * @param type {@code invalid_request}, {@code not_found}, {@code conflict} or {@code internal_error}
     * @param message what a person reads
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Detail(String type, String message) {}
}
