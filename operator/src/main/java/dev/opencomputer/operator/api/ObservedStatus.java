/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the statuses of both kinds say alike: of which object's state they speak, and how it is. */
public abstract sealed class ObservedStatus permits AgentStatus, AgentSecretStatus {

    @JsonPropertyDescription(
            "Last value of the annotation opencomputer.dev/reconcile-at that was acted upon. Absent if there"
                    + " was none.")
    @Size(max = 262144)
    private String lastHandledReconcileAt;

    @JsonPropertyDescription(
            "Generation of the object that the conditions speak of; -1 means that the operator has not "
                    + "looked yet. Compare it with metadata.generation before you believe a condition.")
    private Long observedGeneration;

    @JsonPropertyDescription(
            "Whether OpenComputer holds what the spec says, and if not, why and what to do: Ready always, "
                    + "the others only while true. Absent until the operator has looked.")
    private List<Condition> conditions;

    /** The last value of {@link Annotations#RECONCILE_AT} that was acted upon. */
    public String getLastHandledReconcileAt() {
        return lastHandledReconcileAt;
    }

    /** Sets what {@link #getLastHandledReconcileAt()} returns. */
    public void setLastHandledReconcileAt(String lastHandledReconcileAt) {
        this.lastHandledReconcileAt = lastHandledReconcileAt;
    }

    /** The generation that the conditions speak of; -1 until the operator has looked. */
    public Long getObservedGeneration() {
        return observedGeneration;
    }

    /** Sets what {@link #getObservedGeneration()} returns. */
    public void setObservedGeneration(Long observedGeneration) {
        this.observedGeneration = observedGeneration;
    }

    /** One entry for each {@link ConditionType} that is present. */
    public List<Condition> getConditions() {
        return conditions;
    }

    /** Sets what {@link #getConditions()} returns. */
    public void setConditions(List<Condition> conditions) {
        this.conditions = conditions;
    }
}
