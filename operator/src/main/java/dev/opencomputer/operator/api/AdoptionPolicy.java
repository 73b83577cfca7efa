/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an Agent does when OpenComputer already has its id. */
public enum AdoptionPolicy {
    /** Takes over what is there, so that a rebuilt cluster finds its agents again. */
    @JsonProperty("Adopt")
    ADOPT,

    /** Leaves alone what is there and says so. */
    @JsonProperty("Refuse")
    REFUSE
}
