/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An agent as {@code /v1/agents} answers it. Every part may be absent ({@code null}), since servers differ in what
 * they send; unknown fields are ignored.
 *
 * @param id the agent's id, a DNS label
 * @param displayName what people read; our own server defaults it to the id
 * @param secretStore {@code agent:<id>} once the agent's secret store exists
 * @param config what the agent runs
 * @param core hosted managed agents only, kept and given back
 * @param model hosted managed agents only, kept and given back
 * @param createdAt RFC 3339
 * @param updatedAt RFC 3339; two changes within a second may carry the same time
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentJson(
        String id,
        @JsonProperty("display_name") String displayName,
        @JsonProperty("secret_store") String secretStore,
        ConfigJson config,
        String core,
        String model,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("updated_at") String updatedAt) {}
