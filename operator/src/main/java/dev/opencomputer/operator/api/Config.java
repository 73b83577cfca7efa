/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** What an agent boots and runs: the whole truth, so that what is absent here is removed upstream. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.entrypoint) || !has(self.agentConfig)",
        message = "entrypoint and agentConfig exclude each other: keep entrypoint to run a program of your own, or"
                + " agentConfig for the platform's agent",
        fieldPath = ".agentConfig")
public class Config {

    @JsonPropertyDescription("Name of the snapshot that a sandbox boots from, 1 to 256 characters. Absent means the "
            + "platform's own.")
    @Size(min = 1, max = 256)
    private String snapshot;

    @JsonPropertyDescription("Command line that runs in the sandbox, 1 to 8,192 characters, such as: node "
            + "/workspace/agent/index.js. Not together with agentConfig. Absent means that no command of yours"
            + " runs.")
    @Size(min = 1, max = 8192)
    private String entrypoint;

    @JsonPropertyDescription(
            "The platform's own agent, for those who bring no program. Not together with entrypoint. Absent "
                    + "means that it does not run.")
    private AgentConfig agentConfig;

    @JsonPropertyDescription(
            "Environment variables of the sandbox, at most 1,000. A name is letters, digits and underscores,"
                    + " at most 256, and does not begin with a digit; a value has at most 32,768 characters. Everyone "
                    + "who may read this object reads them: secrets belong into AgentSecrets. Absent means none.")
    @Size(max = 1000)
    @ValidationRule(
            value = "self.all(name, name.matches('" + Patterns.ENVIRONMENT_NAME + "'))",
            message = "env has a name that is none for an environment variable; write 1 to 256 letters, digits and "
                    + "underscores that do not begin with a digit, such as LOG_LEVEL")
    private Map<String, @Size(max = 32768) String> env;

    @JsonPropertyDescription("Memory that a sandbox gets. Absent means the platform's own bounds.")
    private Elasticity elasticity;

    @JsonPropertyDescription("Seconds without work after which a sandbox stops, 0 to 2,147,483,647. Absent means the "
            + "platform's own.")
    @Min(0)
    @Max(Integer.MAX_VALUE)
    private Integer idleTimeoutSeconds;

    /** The snapshot that a sandbox boots from; absent means the platform's own. */
    public String getSnapshot() {
        return snapshot;
    }

    /** Sets what {@link #getSnapshot()} returns. */
    public void setSnapshot(String snapshot) {
        this.snapshot = snapshot;
    }

    /** The command that runs in the sandbox; excludes {@link #getAgentConfig()}. */
    public String getEntrypoint() {
        return entrypoint;
    }

    /** Sets what {@link #getEntrypoint()} returns. */
    public void setEntrypoint(String entrypoint) {
        this.entrypoint = entrypoint;
    }

    /** The platform's own agent instead of a command; excludes {@link #getEntrypoint()}. */
    public AgentConfig getAgentConfig() {
        return agentConfig;
    }

    /** Sets what {@link #getAgentConfig()} returns. */
    public void setAgentConfig(AgentConfig agentConfig) {
        this.agentConfig = agentConfig;
    }

    /** Environment variables that are no secrets; absent means none. */
    public Map<String, String> getEnv() {
        return env;
    }

    /** Sets what {@link #getEnv()} returns. */
    public void setEnv(Map<String, String> env) {
        this.env = env;
    }

    /** Memory bounds; absent means the platform's own. */
    public Elasticity getElasticity() {
        return elasticity;
    }

    /** Sets what {@link #getElasticity()} returns. */
    public void setElasticity(Elasticity elasticity) {
        this.elasticity = elasticity;
    }

    /** Seconds without work until a sandbox stops, 0 or more; absent means the platform's own. */
    public Integer getIdleTimeoutSeconds() {
        return idleTimeoutSeconds;
    }

    /** Sets what {@link #getIdleTimeoutSeconds()} returns. */
    public void setIdleTimeoutSeconds(Integer idleTimeoutSeconds) {
        this.idleTimeoutSeconds = idleTimeoutSeconds;
    }
}
