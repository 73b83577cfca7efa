/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What is wanted of one key of an agent's secret store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AgentSecretSpec {

    private AgentReference agentRef;

    private String key;

    private List<String> allowedHosts;

    private ValueSource valueFrom;

    private String sealedValue;

    private DeletionPolicy deletionPolicy;

    /** The Agent whose store holds the key, in the same namespace. */
    public AgentReference getAgentRef() {
        return agentRef;
    }

    /** Sets what {@link #getAgentRef()} returns. */
    public void setAgentRef(AgentReference agentRef) {
        this.agentRef = agentRef;
    }

    /** The key in the store: the environment variable under which the agent finds it. */
    public String getKey() {
        return key;
    }

    /** Sets what {@link #getKey()} returns. */
    public void setKey(String key) {
        this.key = key;
    }

    /** Hosts that the value may be sent to; absent and empty both mean every host. */
    public List<String> getAllowedHosts() {
        return allowedHosts;
    }

    /** Sets what {@link #getAllowedHosts()} returns. */
    public void setAllowedHosts(List<String> allowedHosts) {
        this.allowedHosts = allowedHosts;
    }

    /** Where the value is read from; excludes {@link #getSealedValue()}. */
    public ValueSource getValueFrom() {
        return valueFrom;
    }

    /** Sets what {@link #getValueFrom()} returns. */
    public void setValueFrom(ValueSource valueFrom) {
        this.valueFrom = valueFrom;
    }

    /** The value, encrypted for this namespace, Agent and key; excludes {@link #getValueFrom()}. */
    public String getSealedValue() {
        return sealedValue;
    }

    /** Sets what {@link #getSealedValue()} returns. */
    public void setSealedValue(String sealedValue) {
        this.sealedValue = sealedValue;
    }

    /** What happens to the key upstream when the object is deleted; absent means {@link DeletionPolicy#DELETE}. */
    public DeletionPolicy getDeletionPolicy() {
        return deletionPolicy;
    }

    /** Sets what {@link #getDeletionPolicy()} returns. */
    public void setDeletionPolicy(DeletionPolicy deletionPolicy) {
        this.deletionPolicy = deletionPolicy;
    }
}
