/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * The answer to {@code GET /v1/agents}.
 *
 * @param agents all agents; there is no paging
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentListJson(List<AgentJson> agents) {

    /** An absent and a {@code null} list are an empty one. */
    public AgentListJson {
        agents = agents == null ? List.of() : List.copyOf(agents);
    }
}
