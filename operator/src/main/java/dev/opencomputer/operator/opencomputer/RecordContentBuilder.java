/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import dev.opencomputer.operator.wire.ConfigJson;
import dev.opencomputer.operator.wire.ConfigJson.AgentConfigJson;
import dev.opencomputer.operator.wire.ConfigJson.ElasticityJson;
import java.util.List;
import java.util.Map;

/** Builds a {@link RecordContent}; what is not set is absent from the record. */
public final class RecordContentBuilder {

    private String displayName;
    private String core;
    private String model;
    private String snapshot;
    private String entrypoint;
    private AgentConfigJson agentConfig;
    private Map<String, String> env;
    private ElasticityJson elasticity;
    private Integer idleTimeoutSeconds;

    RecordContentBuilder() {}

    /**
     * Sets what people read.
     *
     * @param name the display name
     * @return this
     */
    public RecordContentBuilder displayName(String name) {
        this.displayName = name;
        return this;
    }

    /**
     * Sets the core of a hosted managed agent.
     *
     * @param value the core
     * @return this
     */
    public RecordContentBuilder core(String value) {
        this.core = value;
        return this;
    }

    /**
     * Sets the model of a hosted managed agent.
     *
     * @param value the model
     * @return this
     */
    public RecordContentBuilder model(String value) {
        this.model = value;
        return this;
    }

    /**
     * Sets the snapshot to boot.
     *
     * @param value the snapshot's name
     * @return this
     */
    public RecordContentBuilder snapshot(String value) {
        this.snapshot = value;
        return this;
    }

    /**
     * Sets the command to run.
     *
     * @param command the command line
     * @return this
     */
    public RecordContentBuilder entrypoint(String command) {
        this.entrypoint = command;
        return this;
    }

    /**
     * Has the platform run its own agent.
     *
     * @param systemPrompt what it is told, or {@code null} for absent
     * @param allowedTools the tools that it may use, or {@code null} for absent
     * @return this
     */
    public RecordContentBuilder agentConfig(String systemPrompt, List<String> allowedTools) {
        this.agentConfig = new AgentConfigJson(systemPrompt, allowedTools);
        return this;
    }

    /**
     * Sets the environment.
     *
     * @param variables from name to value
     * @return this
     */
    public RecordContentBuilder env(Map<String, String> variables) {
        this.env = variables;
        return this;
    }

    /**
     * Sets memory bounds in MiB.
     *
     * @param baselineMb what a sandbox starts with, or {@code null} for absent
     * @param maxMb what it may grow to, or {@code null} for absent
     * @return this
     */
    public RecordContentBuilder elasticity(Integer baselineMb, Integer maxMb) {
        this.elasticity = new ElasticityJson(baselineMb, maxMb);
        return this;
    }

    /**
     * Sets the seconds without work until a sandbox stops.
     *
     * @param seconds not negative
     * @return this
     */
    public RecordContentBuilder idleTimeoutSeconds(Integer seconds) {
        this.idleTimeoutSeconds = seconds;
        return this;
    }

    /**
     * Ends the building.
     *
     * @return the content in normal form
     */
    public RecordContent build() {
        return RecordContent.of(
                displayName,
                core,
                model,
                new ConfigJson(snapshot, entrypoint, agentConfig, env, elasticity, idleTimeoutSeconds));
    }
}
