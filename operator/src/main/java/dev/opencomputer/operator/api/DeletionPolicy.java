/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the deletion of an object does at OpenComputer. */
public enum DeletionPolicy {
    /** Deletes there what the object stands for. */
    @JsonProperty("Delete")
    DELETE,

    /** Leaves everything there as it is. */
    @JsonProperty("Retain")
    RETAIN
}
