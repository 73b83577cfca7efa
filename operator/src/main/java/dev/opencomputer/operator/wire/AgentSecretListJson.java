/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * The answer to {@code GET /v1/agents/:id/secrets}.
 *
 * @param secrets all keys of the agent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentSecretListJson(List<AgentSecretJson> secrets) {

    /** An absent and a {@code null} list are an empty one. */
    public AgentSecretListJson {
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
    }
}
