/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Names a Secret of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SecretReference {

    @JsonPropertyDescription(
            "metadata.name of the Secret, 1 to 253 lowercase letters, digits, hyphens and dots. The Secret "
                    + "may be created later.")
    @Required
    @Size(min = 1, max = 253)
    @ValidationRule(
            value = "self.matches('" + Patterns.DNS_SUBDOMAIN + "')",
            message =
                    "secretRef.name must be the name of a Secret: 1 to 253 lowercase letters, digits, hyphens and dots")
    private String name;

    /** The Secret's name. */
    public String getName() {
        return name;
    }

    /** Sets what {@link #getName()} returns. */
    public void setName(String name) {
        this.name = name;
    }
}
