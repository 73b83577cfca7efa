/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One key of an agent's secret store as the agents API shows it: never its value.
 *
 * @param key an environment variable's name
 * @param allowedHosts hosts that may receive the value; empty means every host
 * @param setAt RFC 3339
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentSecretJson(
        String key,
        @JsonProperty("allowed_hosts") List<String> allowedHosts,
        @JsonProperty("set_at") String setAt) {

    /** Absent and {@code null} lists are empty ones. */
    public AgentSecretJson {
        allowedHosts = allowedHosts == null ? List.of() : List.copyOf(allowedHosts);
    }
}
