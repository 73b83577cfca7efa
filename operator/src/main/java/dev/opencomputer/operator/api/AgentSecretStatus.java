/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator found and did for one key. It never holds the value, nor a plain hash of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AgentSecretStatus {

    private String agentId;

    private String storeId;

    private String setAt;

    private String appliedDigest;

    private String sealingKeyId;

    private String lastHandledReconcileAt;

    private Long observedGeneration;

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

    /** The generation that the conditions speak of; -1 until someone has looked. */
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
