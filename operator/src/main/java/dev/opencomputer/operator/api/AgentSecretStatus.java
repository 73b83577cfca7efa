/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator found and did for one key. It never holds the value, nor a plain hash of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(ConditionsSchema.class)
public class AgentSecretStatus {

    @JsonPropertyDescription("Id of the agent in whose store the key was set. Absent until it was.")
    @Size(max = 1024)
    private String agentId;

    @JsonPropertyDescription(
            "Id that OpenComputer gave to the secret store in which the key was set. Absent until it was.")
    @Size(max = 1024)
    private String storeId;

    @JsonPropertyDescription("Time at which OpenComputer took the value last, RFC 3339 in UTC. Absent until it did.")
    @Size(max = 1024)
    private String setAt;

    @JsonPropertyDescription(
            "Keyed digest of the value and hosts that OpenComputer took last; it tells a change, and nothing"
                    + " about the value to those without its key. Absent until it did.")
    @Size(max = 1024)
    private String appliedDigest;

    @JsonPropertyDescription("Id of the sealing key that opened sealedValue. Absent for a value from a Secret.")
    @Size(max = 1024)
    private String sealingKeyId;

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
                    + "Reconciling and Stalled only while true. Absent until the operator has looked.")
    private List<Condition> conditions;

    /** The id of the agent whose store holds the key. */
    public String getAgentId() {
        return agentId;
    }

    /** Sets what {@link #getAgentId()} returns. */
    public void setAgentId(String agentId) {
        this.agentId = agentId;
    }

    /** The store's UUID at OpenComputer. */
    public String getStoreId() {
        return storeId;
    }

    /** Sets what {@link #getStoreId()} returns. */
    public void setStoreId(String storeId) {
        this.storeId = storeId;
    }

    /** When OpenComputer took the value, RFC 3339 in UTC. */
    public String getSetAt() {
        return setAt;
    }

    /** Sets what {@link #getSetAt()} returns. */
    public void setSetAt(String setAt) {
        this.setAt = setAt;
    }

    /** Keyed digest over the value, the hosts and {@link Annotations#ACCEPTED_AT}. */
    public String getAppliedDigest() {
        return appliedDigest;
    }

    /** Sets what {@link #getAppliedDigest()} returns. */
    public void setAppliedDigest(String appliedDigest) {
        this.appliedDigest = appliedDigest;
    }

    /** Id of the key that opened the sealed value. */
    public String getSealingKeyId() {
        return sealingKeyId;
    }

    /** Sets what {@link #getSealingKeyId()} returns. */
    public void setSealingKeyId(String sealingKeyId) {
        this.sealingKeyId = sealingKeyId;
    }

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
