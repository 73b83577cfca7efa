/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How far the keys of {@code spec.secretsFrom} are in the agent's store. */
// Null is written, too: in a merge patch it is what takes the list of those that failed away.
@JsonInclude(JsonInclude.Include.ALWAYS)
public class SecretsFromStatus {

    /** The longest list of keys that fail. */
    public static final int MOST_FAILING = 20;

    @JsonPropertyDescription("Number of keys that the Secrets give. Those that an AgentSecret of their own sets are not"
            + " among them.")
    private Integer keys;

    @JsonPropertyDescription("How many of these OpenComputer holds as the Secrets say.")
    private Integer inSync;

    @JsonPropertyDescription("What keeps the others away, at most 20 of them. Absent where nothing does.")
    @Size(max = MOST_FAILING)
    private List<FailingKey> failing;

    /** How many keys the Secrets give. */
    public Integer getKeys() {
        return keys;
    }

    /** Sets what {@link #getKeys()} returns. */
    public void setKeys(Integer keys) {
        this.keys = keys;
    }

    /** How many of them are in the store as they should be. */
    public Integer getInSync() {
        return inSync;
    }

    /** Sets what {@link #getInSync()} returns. */
    public void setInSync(Integer inSync) {
        this.inSync = inSync;
    }

    /** The first of those that are not, and of Secrets that give none; {@code null} where there is none. */
    public List<FailingKey> getFailing() {
        return failing;
    }

    /** Sets what {@link #getFailing()} returns. */
    public void setFailing(List<FailingKey> failing) {
        this.failing = failing;
    }
}
