/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/** What an agent boots and runs: the whole truth, so that what is absent here is removed upstream. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Config {

    private String snapshot;

    private String entrypoint;

    private AgentConfig agentConfig;

    private Map<String, String> env;

    private Elasticity elasticity;

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
