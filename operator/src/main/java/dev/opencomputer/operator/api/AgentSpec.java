/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/** What is wanted of an agent. A getter returns null where the field is absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AgentSpec {

    private String id;

    private String displayName;

    private String core;

    private String model;

    private Config config;

    private SecretStoreSpec secretStore;

    private AdoptionPolicy adoptionPolicy;

    private DeletionPolicy deletionPolicy;

    /** The agent's id at OpenComputer; absent means the object's name, see {@link Agent#effectiveId()}. */
    public String getId() {
        return id;
    }

    /** Sets what {@link #getId()} returns. */
    public void setId(String id) {
        this.id = id;
    }

    /** What people read instead of the id; absent leaves it to OpenComputer. */
    public String getDisplayName() {
        return displayName;
    }

    /** Sets what {@link #getDisplayName()} returns. */
    public void setDisplayName(String displayName) {
        this.displayName = displayName;
    }

    /** The managed agent core, passed through as it is; excludes {@link #getConfig()}. */
    public String getCore() {
        return core;
    }

    /** Sets what {@link #getCore()} returns. */
    public void setCore(String core) {
        this.core = core;
    }

    /** The core's model, passed through as it is. */
    public String getModel() {
        return model;
    }

    /** Sets what {@link #getModel()} returns. */
    public void setModel(String model) {
        this.model = model;
    }

    /** What the agent runs; absent means an agent without any configuration. */
    public Config getConfig() {
        return config;
    }

    /** Sets what {@link #getConfig()} returns. */
    public void setConfig(Config config) {
        this.config = config;
    }

    /** What is wanted of the agent's secret store; absent leaves the store as it is. */
    public SecretStoreSpec getSecretStore() {
        return secretStore;
    }

    /** Sets what {@link #getSecretStore()} returns. */
    public void setSecretStore(SecretStoreSpec secretStore) {
        this.secretStore = secretStore;
    }

    /** What happens when OpenComputer already has the id; absent means {@link AdoptionPolicy#ADOPT}. */
    public AdoptionPolicy getAdoptionPolicy() {
        return adoptionPolicy;
    }

    /** Sets what {@link #getAdoptionPolicy()} returns. */
    public void setAdoptionPolicy(AdoptionPolicy adoptionPolicy) {
        this.adoptionPolicy = adoptionPolicy;
    }

    /** What happens upstream when the object is deleted; absent means {@link DeletionPolicy#DELETE}. */
    public DeletionPolicy getDeletionPolicy() {
        return deletionPolicy;
    }

    /** Sets what {@link #getDeletionPolicy()} returns. */
    public void setDeletionPolicy(DeletionPolicy deletionPolicy) {
        this.deletionPolicy = deletionPolicy;
    }
}
