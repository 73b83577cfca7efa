/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A whole Secret, each key of which stands in the agent's store; the words are those of a container's {@code envFrom}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = ListIsSet.class, input = "keys")
@SchemaCustomizer(value = ListIsSet.class, input = "allowedHosts")
public class SecretsSource {

    @JsonPropertyDescription("The Secret in the same namespace. Whatever becomes of its keys is passed on at once.")
    @Required
    private SecretReference secretRef;

    @JsonPropertyDescription(
            "Text before each key of the Secret, such as GH_: 1 to 128 letters, digits and underscores, not "
                    + "beginning with a digit. Absent means that the keys are as they are in the Secret.")
    @Size(min = 1, max = 128)
    @ValidationRule(
            value = "self.matches('" + Patterns.ENVIRONMENT_NAME + "')",
            message = "prefix must be the beginning of an environment variable's name, such as GH_: letters, digits and"
                    + " underscores that do not begin with a digit")
    private String prefix;

    @JsonPropertyDescription(
            "Which keys of the Secret are meant, by their names there, without the prefix: exact names, or "
                    + "patterns in which each * stands for any characters, or none, at most 256, none twice. Absent means"
                    + " every key; an empty list means none.")
    @Size(max = 256)
    @ValidationRule(
            value = "self.all(key, key.matches('" + Patterns.SECRET_DATA_KEYS + "'))",
            message = "keys has an entry that is no key of a Secret's data; write a name such as API_KEY, or a pattern"
                    + " such as API_*, of letters, digits, hyphens, underscores, dots and *")
    private List<@Size(min = 1, max = 253) String> keys;

    @JsonPropertyDescription("Hosts that the values may be sent to: exact names or *. wildcards, at most 100 of 253 "
            + "characters, none written twice; case and order do not matter. Absent and an empty list both mean"
            + " every host.")
    @Size(max = 100)
    @ValidationRule(
            value = "self.all(host, host.matches('" + Patterns.HOST + "'))",
            message = "allowedHosts has an entry that is no host name; write a name such as api.example.com, or *. and"
                    + " a name for all below it, without scheme, port or path")
    private List<@Size(min = 1, max = 253) String> allowedHosts;

    /** The Secret, in the Agent's namespace. */
    public SecretReference getSecretRef() {
        return secretRef;
    }

    /** Sets what {@link #getSecretRef()} returns. */
    public void setSecretRef(SecretReference secretRef) {
        this.secretRef = secretRef;
    }

    /** What is put before each of the Secret's keys; absent for nothing. */
    public String getPrefix() {
        return prefix;
    }

    /** Sets what {@link #getPrefix()} returns. */
    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    /** Names and patterns of the keys that are meant; absent for every key. */
    public List<String> getKeys() {
        return keys;
    }

    /** Sets what {@link #getKeys()} returns. */
    public void setKeys(List<String> keys) {
        this.keys = keys;
    }

    /** Hosts that the values may be sent to; absent and empty both mean every host. */
    public List<String> getAllowedHosts() {
        return allowedHosts;
    }

    /** Sets what {@link #getAllowedHosts()} returns. */
    public void setAllowedHosts(List<String> allowedHosts) {
        this.allowedHosts = allowedHosts;
    }
}
