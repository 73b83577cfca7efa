/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Where a value comes from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ValueSource {

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
