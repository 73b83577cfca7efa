/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;

/** What the operator found and did for one key. It never holds the value, nor a plain hash of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(ConditionsSchema.class)
public final class AgentSecretStatus extends ObservedStatus {

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
            "Time at which OpenComputer took this value first, RFC 3339 in UTC: its age. A value that is put again, for"
                    + " other hosts or after a change by somebody else, keeps it. Absent until it did.")
    @Size(max = 1024)
    private String valueSetAt;

    @JsonPropertyDescription(
            "Keyed digest of the value that OpenComputer took last, alone; it tells a new value from one that is put"
                    + " again. Absent until it did.")
    @Size(max = 1024)
    private String valueDigest;

    @JsonPropertyDescription(
            "Where the value was read from last: secret/{name}/{key of its data}, or sealed. Absent until it"
                    + " was read.")
    @Size(max = 1024)
    private String source;

    @JsonPropertyDescription(
            "Keyed digest of the value, its place and hosts that OpenComputer took last; it tells a change, and nothing"
                    + " about the value to those without its key. Absent until it did.")
    @Size(max = 1024)
    private String appliedDigest;

    @JsonPropertyDescription(
            "Time of the operator's last write of the key by OpenComputer's own clock, RFC 3339; a listing with a"
                    + " later one shows that somebody else wrote the key. Absent where OpenComputer does not tell it.")
    @Size(max = 1024)
    private String writtenAt;

    @JsonPropertyDescription(
            "The annotation opencomputer.dev/accepted-at, which the agents API writes with each value, once OpenComputer"
                    + " has that very value. Absent until it does.")
    @Size(max = 1024)
    private String acceptedAt;

    @JsonPropertyDescription("Id of the sealing key that opened sealedValue. Absent for a value from a Secret.")
    @Size(max = 1024)
    private String sealingKeyId;

    @JsonPropertyDescription("The value of spec.sealedValue once more, sealed with the current sealing key, so that the"
            + " command opencomputer-operator reseal can carry it into a file without the value being read. Present only"
            + " while spec.sealedValue uses an older key.")
    @Size(max = 176299)
    private String resealedValue;

    @JsonPropertyDescription(
            "SHA-256, in hex, of the text of spec.sealedValue that resealedValue was made from. Present"
                    + " with resealedValue.")
    @Size(max = 1024)
    private String resealedFrom;

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

    /** When OpenComputer took the present value first, RFC 3339 in UTC. */
    public String getValueSetAt() {
        return valueSetAt;
    }

    /** Sets what {@link #getValueSetAt()} returns. */
    public void setValueSetAt(String valueSetAt) {
        this.valueSetAt = valueSetAt;
    }

    /** Keyed digest over the value alone and its place. */
    public String getValueDigest() {
        return valueDigest;
    }

    /** Sets what {@link #getValueDigest()} returns. */
    public void setValueDigest(String valueDigest) {
        this.valueDigest = valueDigest;
    }

    /** Where the value was read from last, in the words that a column shows. */
    public String getSource() {
        return source;
    }

    /** Sets what {@link #getSource()} returns. */
    public void setSource(String source) {
        this.source = source;
    }

    /** Keyed digest over the value, its place, the hosts and {@link Annotations#ACCEPTED_AT}. */
    public String getAppliedDigest() {
        return appliedDigest;
    }

    /** Sets what {@link #getAppliedDigest()} returns. */
    public void setAppliedDigest(String appliedDigest) {
        this.appliedDigest = appliedDigest;
    }

    /** When the operator last wrote the key, by OpenComputer's clock, RFC 3339. */
    public String getWrittenAt() {
        return writtenAt;
    }

    /** Sets what {@link #getWrittenAt()} returns. */
    public void setWrittenAt(String writtenAt) {
        this.writtenAt = writtenAt;
    }

    /** {@link Annotations#ACCEPTED_AT} of the value that OpenComputer has. */
    public String getAcceptedAt() {
        return acceptedAt;
    }

    /** Sets what {@link #getAcceptedAt()} returns. */
    public void setAcceptedAt(String acceptedAt) {
        this.acceptedAt = acceptedAt;
    }

    /** Id of the key that opened the sealed value. */
    public String getSealingKeyId() {
        return sealingKeyId;
    }

    /** Sets what {@link #getSealingKeyId()} returns. */
    public void setSealingKeyId(String sealingKeyId) {
        this.sealingKeyId = sealingKeyId;
    }

    /** The value of {@code spec.sealedValue}, sealed with the current key; absent while that is the one it uses. */
    public String getResealedValue() {
        return resealedValue;
    }

    /** Sets what {@link #getResealedValue()} returns. */
    public void setResealedValue(String resealedValue) {
        this.resealedValue = resealedValue;
    }

    /** Which {@code spec.sealedValue} has {@link #getResealedValue()} beside it: the SHA-256 of its text, in hex. */
    public String getResealedFrom() {
        return resealedFrom;
    }

    /** Sets what {@link #getResealedFrom()} returns. */
    public void setResealedFrom(String resealedFrom) {
        this.resealedFrom = resealedFrom;
    }
}
