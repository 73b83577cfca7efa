/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Memory bounds of a sandbox, in MiB. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Elasticity {

    private Integer baselineMb;

    private Integer maxMb;

    /** MiB that a sandbox starts with, 1 or more; absent means the platform's own. */
    public Integer getBaselineMb() {
        return baselineMb;
    }

    /** Sets what {@link #getBaselineMb()} returns. */
    public void setBaselineMb(Integer baselineMb) {
        this.baselineMb = baselineMb;
    }

    /** MiB that it may grow to, at least the baseline; absent means the platform's own. */
    public Integer getMaxMb() {
        return maxMb;
    }

    /** Sets what {@link #getMaxMb()} returns. */
    public void setMaxMb(Integer maxMb) {
        this.maxMb = maxMb;
    }
}
