/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One key of an agent's secret store as the agents API shows it: never its value.
 *
 * @param key an environment variable's name
 * @param allowedHosts hosts that may receive the value; empty means every host
 * @param setAt RFC 3339
 * @param pending whether the value has not reached OpenComputer yet, as far as is known; absent ({@code null}) where
 *     nothing stands between the API and OpenComputer
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentSecretJson(
        String key,
        @JsonProperty("allowed_hosts") List<String> allowedHosts,
        @JsonProperty("set_at") String setAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) Boolean pending) {

    /** Of a server that has the value itself. */
    public AgentSecretJson(String key, List<String> allowedHosts, String setAt) {
        this(key, allowedHosts, setAt, null);
    }

    /** Absent and {@code null} lists are empty ones. */
    public AgentSecretJson {
        allowedHosts = allowedHosts == null ? List.of() : List.copyOf(allowedHosts);
    }
}
