/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What an agent runs, each part optional. {@code entrypoint} and {@code agentConfig} exclude each other.
 *
 * @param snapshot the snapshot to boot
 * @param entrypoint the command that the platform runs
 * @param agentConfig the platform's own agent instead of an entrypoint
 * @param env environment variables
 * @param elasticity memory bounds
 * @param idleTimeoutSeconds seconds without work until a sandbox stops, not negative
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigJson(
        String snapshot,
        String entrypoint,
        @JsonProperty("agent_config") AgentConfigJson agentConfig,
        Map<String, String> env,
        ElasticityJson elasticity,
        @JsonProperty("idle_timeout_s") Integer idleTimeoutSeconds) {

    /**
     * The platform's own agent.
     *
     * @param systemPrompt what it is told
     * @param allowedTools the tools that it may use
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AgentConfigJson(
            @JsonProperty("system_prompt") String systemPrompt,
            @JsonProperty("allowed_tools") List<String> allowedTools) {}

    /**
     * Memory bounds in MiB.
     *
     * @param baselineMb what a sandbox starts with
     * @param maxMb what it may grow to
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ElasticityJson(
            @JsonProperty("baseline_mb") Integer baselineMb,
            @JsonProperty("max_mb") Integer maxMb) {}
}
