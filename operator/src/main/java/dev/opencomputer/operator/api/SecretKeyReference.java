/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Names one entry of a Secret of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SecretKeyReference {

    private String name;

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
