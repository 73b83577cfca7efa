/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;

/** What the operator found and did: the claim on the id, and how far OpenComputer is what the spec says. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(ConditionsSchema.class)
public final class AgentStatus extends ObservedStatus {

    @JsonPropertyDescription(
            "Id that this object holds at OpenComputer: the claim, which only the operator writes. Absent "
                    + "until it is claimed.")
    @Size(max = 1024)
    private String id;

    @JsonPropertyDescription("OpenComputer organisation in which the id is held. Absent until an answer has named it.")
    @Size(max = 1024)
    private String organisation;

    @JsonPropertyDescription(
            "Connection over which the id was claimed: the operator's default, or this namespace's own. "
                    + "Absent until it is claimed.")
    @Size(max = 1024)
    private String connection;

    @JsonPropertyDescription("Name of the agent's secret store, agent:{id}. Absent until the store exists.")
    @Size(max = 1024)
    private String secretStore;

    @JsonPropertyDescription("Id that OpenComputer gave to the secret store. Absent until the store exists.")
    @Size(max = 1024)
    private String secretStoreId;

    @JsonPropertyDescription(
            "Digest of what OpenComputer answered to the last write of the agent; a difference from it is "
                    + "drift. Absent until something was written or taken over.")
    @Size(max = 1024)
    private String appliedDigest;

    @JsonPropertyDescription(
            "Number of keys in the agent's secret store that no AgentSecret asks for; they are left alone."
                    + " Absent where there is none.")
    private Integer foreignKeys;

    @JsonPropertyDescription("How far the keys of spec.secretsFrom are in the store. Absent where there is none.")
    private SecretsFromStatus secretsFrom;

    /** The id that this object claims; absent until it is claimed. */
    public String getId() {
        return id;
    }

    /** Sets what {@link #getId()} returns. */
    public void setId(String id) {
        this.id = id;
    }

    /** The OpenComputer organisation of the claim; absent until one is known. */
    public String getOrganisation() {
        return organisation;
    }

    /** Sets what {@link #getOrganisation()} returns. */
    public void setOrganisation(String organisation) {
        this.organisation = organisation;
    }

    /** The connection over which the claim was made. */
    public String getConnection() {
        return connection;
    }

    /** Sets what {@link #getConnection()} returns. */
    public void setConnection(String connection) {
        this.connection = connection;
    }

    /** {@code agent:<id>} once the store exists. */
    public String getSecretStore() {
        return secretStore;
    }

    /** Sets what {@link #getSecretStore()} returns. */
    public void setSecretStore(String secretStore) {
        this.secretStore = secretStore;
    }

    /** The store's UUID at OpenComputer. */
    public String getSecretStoreId() {
        return secretStoreId;
    }

    /** Sets what {@link #getSecretStoreId()} returns. */
    public void setSecretStoreId(String secretStoreId) {
        this.secretStoreId = secretStoreId;
    }

    /** Digest of what OpenComputer answered to the last write of the record. */
    public String getAppliedDigest() {
        return appliedDigest;
    }

    /** Sets what {@link #getAppliedDigest()} returns. */
    public void setAppliedDigest(String appliedDigest) {
        this.appliedDigest = appliedDigest;
    }

    /** How many keys in the store no AgentSecret asks for; {@code null} where there is none. */
    public Integer getForeignKeys() {
        return foreignKeys;
    }

    /** Sets what {@link #getForeignKeys()} returns. */
    public void setForeignKeys(Integer foreignKeys) {
        this.foreignKeys = foreignKeys;
    }

    /** How far the keys of {@code spec.secretsFrom} are in the store; {@code null} where there is none. */
    public SecretsFromStatus getSecretsFrom() {
        return secretsFrom;
    }

    /** Sets what {@link #getSecretsFrom()} returns. */
    public void setSecretsFrom(SecretsFromStatus secretsFrom) {
        this.secretsFrom = secretsFrom;
    }
}
