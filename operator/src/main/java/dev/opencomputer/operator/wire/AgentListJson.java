/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The answer to {@code GET /v1/agents}.
 *
 * @param agents all agents; there is no paging
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentListJson(@JsonProperty(required = true) List<AgentJson> agents) {

    /** A {@code null} list is an empty one; an absent one is not, since what is not in a list counts as gone. */
    public AgentListJson {
        agents = agents == null ? List.of() : List.copyOf(agents);
    }
}
