/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** Memory bounds of a sandbox, in MiB. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.baselineMb) || !has(self.maxMb) || self.baselineMb <= self.maxMb",
        message = "baselineMb is greater than maxMb: lower baselineMb or raise maxMb",
        fieldPath = ".baselineMb")
public class Elasticity {

    @JsonPropertyDescription(
            "Memory in MiB that a sandbox starts with, 1 to 2,147,483,647 and not more than maxMb. Absent "
                    + "means the platform's own.")
    @Min(1)
    @Max(Integer.MAX_VALUE)
    private Integer baselineMb;

    @JsonPropertyDescription(
            "Memory in MiB that a sandbox may grow to, 1 to 2,147,483,647 and not less than baselineMb. "
                    + "Absent means the platform's own.")
    @Min(1)
    @Max(Integer.MAX_VALUE)
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
