/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** The platform's own agent, for those who bring no program. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AgentConfig {

    private String systemPrompt;

    private List<String> allowedTools;

    /** What the agent is told before all else, up to 128 KiB; absent means nothing. */
    public String getSystemPrompt() {
        return systemPrompt;
    }

    /** Sets what {@link #getSystemPrompt()} returns. */
    public void setSystemPrompt(String systemPrompt) {
        this.systemPrompt = systemPrompt;
    }

    /** Names of the tools that it may use; absent leaves the choice to the platform. */
    public List<String> getAllowedTools() {
        return allowedTools;
    }

    /** Sets what {@link #getAllowedTools()} returns. */
    public void setAllowedTools(List<String> allowedTools) {
        this.allowedTools = allowedTools;
    }
}
