/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Names one entry of a Secret of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SecretKeyReference {

    @JsonPropertyDescription(
            "metadata.name of the Secret, 1 to 253 lowercase letters, digits, hyphens and dots. The Secret "
                    + "may be created later.")
    @Required
    @Size(min = 1, max = 253)
    @ValidationRule(
            value = "self.matches('" + Patterns.DNS_SUBDOMAIN + "')",
            message = "secretKeyRef.name must be the name of a Secret: 1 to 253 lowercase letters, digits, hyphens and"
                    + " dots")
    private String name;

    @JsonPropertyDescription(
            "Key in the Secret's data, 1 to 253 letters, digits, hyphens, underscores and dots. Its value "
                    + "must be UTF-8 text of 1 byte to 128 KiB.")
    @Required
    @Size(min = 1, max = 253)
    @ValidationRule(
            value = "self.matches('" + Patterns.SECRET_DATA_KEY + "')",
            message = "secretKeyRef.key must be a key of a Secret's data: 1 to 253 letters, digits, hyphens, "
                    + "underscores and dots")
    private String key;

    /** The Secret's name. */
    public String getName() {
        return name;
    }

    /** Sets what {@link #getName()} returns. */
    public void setName(String name) {
        this.name = name;
    }

    /** The entry's key in the Secret's {@code data}. */
    public String getKey() {
        return key;
    }

    /** Sets what {@link #getKey()} returns. */
    public void setKey(String key) {
        this.key = key;
    }
}
