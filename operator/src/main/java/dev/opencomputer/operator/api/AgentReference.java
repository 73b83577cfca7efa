/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Names an Agent of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AgentReference {

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
