/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The platform's own agent, for those who bring no program. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = ListIsSet.class, input = "allowedTools")
public class AgentConfig {

    @JsonPropertyDescription(
            "What the agent is told before all else, at most 131,072 bytes of UTF-8 (128 KiB), so that kubectl "
                    + "apply can keep its copy in an annotation. Absent means nothing.")
    @Size(max = 131072)
    @ValidationRule(
            value = "size(bytes(self)) <= 131072",
            message = "systemPrompt is longer than 131072 bytes (128 KiB) of UTF-8: shorten it, or keep the text in the"
                    + " snapshot and let the agent read it there")
    private String systemPrompt;

    @JsonPropertyDescription(
            "Names of the tools that the agent may use, such as bash or edit; at most 1,000, each 1 to 256 "
                    + "characters, none twice, in any order. Absent leaves the choice to the platform.")
    @Size(max = 1000)
    private List<@Size(min = 1, max = 256) String> allowedTools;

    /** What the agent is told before all else, at most 128 KiB; absent means nothing. */
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
