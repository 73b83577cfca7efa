/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Where a value comes from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ValueSource {

    @JsonPropertyDescription(
            "One entry of a Kubernetes Secret in the same namespace. A change of it is passed on at once.")
    @Required
    private SecretKeyReference secretKeyRef;

    /** An entry of a Kubernetes Secret of the same namespace. */
    public SecretKeyReference getSecretKeyRef() {
        return secretKeyRef;
    }

    /** Sets what {@link #getSecretKeyRef()} returns. */
    public void setSecretKeyRef(SecretKeyReference secretKeyRef) {
        this.secretKeyRef = secretKeyRef;
    }
}
