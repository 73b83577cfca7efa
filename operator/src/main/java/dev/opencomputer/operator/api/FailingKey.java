/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** One thing that keeps a key of {@code spec.secretsFrom}, or those of a whole Secret, out of the agent's store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class FailingKey {

    @JsonPropertyDescription("Name of the Secret.")
    @Size(max = 253)
    private String secret;

    @JsonPropertyDescription("Key in the agent's store, prefix included. Absent where the whole Secret is the matter.")
    @Size(max = 1024)
    private String key;

    @JsonPropertyDescription("Why, in one CamelCase word; the README lists them.")
    @Size(max = 1024)
    private String reason;

    /** The Secret's name. */
    public String getSecret() {
        return secret;
    }

    /** Sets what {@link #getSecret()} returns. */
    public void setSecret(String secret) {
        this.secret = secret;
    }

    /** The key in the store; {@code null} where it is about the whole Secret. */
    public String getKey() {
        return key;
    }

    /** Sets what {@link #getKey()} returns. */
    public void setKey(String key) {
        this.key = key;
    }

    /** The word of a {@link ConditionReason}. */
    public String getReason() {
        return reason;
    }

    /** Sets what {@link #getReason()} returns. */
    public void setReason(String reason) {
        this.reason = reason;
    }
}
