/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Names an Agent of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AgentReference {

    @JsonPropertyDescription(
            "metadata.name of the Agent, a DNS label of 1 to 63 characters. The Agent may be created later.")
    @Required
    @SelectableField
    @Size(min = 1, max = 63)
    @ValidationRule(
            value = "self.matches('" + Patterns.DNS_LABEL + "')",
            message = "agentRef.name must be the metadata.name of an Agent: 1 to 63 lowercase letters, digits and "
                    + "hyphens, with a letter or digit at both ends")
    private String name;

    /** The Agent's object name, which may differ from its id. */
    public String getName() {
        return name;
    }

    /** Sets what {@link #getName()} returns. */
    public void setName(String name) {
        this.name = name;
    }
}
