/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What is wanted of an agent. A getter returns null where the field is absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.core) || !has(self.config)",
        message = "core and config exclude each other: keep core for an agent that the platform manages, or config"
                + " for one of your own",
        fieldPath = ".config")
@ValidationRule(
        value = "has(self.core) == has(oldSelf.core) && (!has(self.core) || self.core == oldSelf.core)",
        message = "core can be neither changed, added nor removed, since OpenComputer has no way to do so: delete "
                + "this Agent and create it anew",
        fieldPath = ".core")
@ValidationRule(
        value = "has(self.model) == has(oldSelf.model) && (!has(self.model) || self.model == oldSelf.model)",
        message = "model can be neither changed, added nor removed, since OpenComputer has no way to do so: delete"
                + " this Agent and create it anew",
        fieldPath = ".model")
public class AgentSpec {

    @JsonPropertyDescription("Id of the agent at OpenComputer: a DNS label of at most 63 lowercase letters, digits and "
            + "hyphens, unique in the organisation. Absent means metadata.name. It cannot be changed.")
    @SelectableField
    @Size(min = 1, max = 63)
    @ValidationRule(
            value = "self.matches('" + Patterns.DNS_LABEL + "')",
            message = "id must be a DNS label, such as issue-resolver: 1 to 63 lowercase letters, digits and hyphens, "
                    + "with a letter or digit at both ends")
    private String id;

    @JsonPropertyDescription(
            "Name that people read instead of the id, 1 to 256 characters. Absent leaves it to OpenComputer,"
                    + " which shows the id.")
    @Size(min = 1, max = 256)
    private String displayName;

    @JsonPropertyDescription(
            "Core of an agent that the hosted platform manages, such as hermes; passed through as it is, 1 "
                    + "to 256 characters. Not together with config. Absent means an agent without a core. It cannot be"
                    + " changed, added or removed.")
    @Size(min = 1, max = 256)
    private String core;

    @JsonPropertyDescription(
            "Model that the core works with; passed through as it is, 1 to 256 characters. Absent leaves it "
                    + "to OpenComputer. It cannot be changed, added or removed.")
    @Size(min = 1, max = 256)
    private String model;

    @JsonPropertyDescription(
            "What the agent boots and runs. It is the whole truth: a field that is absent here is removed at"
                    + " OpenComputer. Not together with core. Absent means an agent without any configuration.")
    private Config config;

    @JsonPropertyDescription(
            "What holds for the agent's secret store as a whole; its keys are AgentSecrets, and what secretsFrom"
                    + " gives. Absent means that only these touch the store.")
    private SecretStoreSpec secretStore;

    @JsonPropertyDescription(
            "Secrets in the same namespace of which each key is a key of the agent's secret store, at most"
                    + " 32. Of two entries that give one key the later one counts, and an AgentSecret of the key counts before"
                    + " both. A key that leaves its Secret, or is no longer asked for, is removed from the store; a Secret that"
                    + " is missing takes nothing away. Absent means that only AgentSecrets set keys.")
    @Size(max = 32)
    private List<SecretsSource> secretsFrom;

    @JsonPropertyDescription(
            "What happens when OpenComputer already has an agent or a secret store of this id: Adopt takes "
                    + "it over, Refuse leaves it alone and stalls. Absent means Adopt, so that a rebuilt cluster finds"
                    + " its agents again.")
    private AdoptionPolicy adoptionPolicy;

    @JsonPropertyDescription(
            "What happens at OpenComputer when this Agent is deleted: Delete removes the agent with its "
                    + "instances and sessions, and its secret store with every key in it; Retain leaves all of it as "
                    + "it is. Absent means Delete. It may be set while the object waits for its deletion.")
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

    /** The managed agent's core, passed through as it is; excludes {@link #getConfig()}. */
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

    /** Secrets of which each key is a key of the store; absent for none. */
    public List<SecretsSource> getSecretsFrom() {
        return secretsFrom;
    }

    /** Sets what {@link #getSecretsFrom()} returns. */
    public void setSecretsFrom(List<SecretsSource> secretsFrom) {
        this.secretsFrom = secretsFrom;
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
