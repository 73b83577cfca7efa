/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import dev.opencomputer.operator.facade.body.Shape.Field;
import dev.opencomputer.operator.facade.body.Shape.Fields;
import dev.opencomputer.operator.facade.body.Shape.Text;
import dev.opencomputer.operator.facade.body.Shape.TextList;
import dev.opencomputer.operator.facade.body.Shape.TextMap;
import dev.opencomputer.operator.facade.body.Shape.WholeNumber;

/** The bodies that the API takes, each field with its place in the custom resource: the one table of both worlds. */
public final class AgentFields {

    /** {@code config} of an agent, {@code spec.config} of an Agent. */
    public static final Fields CONFIG = Fields.of(
            new Field("snapshot", "snapshot", new Text()),
            new Field("entrypoint", "entrypoint", new Text()),
            new Field(
                    "agent_config",
                    "agentConfig",
                    Fields.of(
                            new Field("system_prompt", "systemPrompt", new Text()),
                            new Field("allowed_tools", "allowedTools", new TextList()))),
            new Field("env", "env", new TextMap()),
            new Field(
                    "elasticity",
                    "elasticity",
                    Fields.of(
                            new Field("baseline_mb", "baselineMb", new WholeNumber()),
                            new Field("max_mb", "maxMb", new WholeNumber()))),
            new Field("idle_timeout_s", "idleTimeoutSeconds", new WholeNumber()));

    private static final Field ID = new Field("id", "id", new Text());
    private static final Field DISPLAY_NAME = new Field("display_name", "displayName", new Text());
    private static final Field AGENT_CONFIG = new Field("config", "config", CONFIG);
    private static final Field CORE = new Field("core", "core", new Text());
    private static final Field MODEL = new Field("model", "model", new Text());

    /** The name of the field with the values of a new agent's keys, which stand in no Agent. */
    public static final String SECRETS = "secrets";

    /** What stands in the {@code spec} of an Agent. */
    public static final Fields SPEC = Fields.of(ID, DISPLAY_NAME, AGENT_CONFIG, CORE, MODEL);

    /** The body of a POST. */
    public static final Fields CREATION =
            Fields.of(ID, DISPLAY_NAME, AGENT_CONFIG, CORE, MODEL, new Field(SECRETS, SECRETS, new TextMap()));

    /** The body of a PATCH. */
    public static final Fields CHANGE = Fields.of(DISPLAY_NAME, AGENT_CONFIG);

    /** The body of a PUT of a secret. */
    public static final Fields SECRET = Fields.of(
            new Field("value", "sealedValue", new Text()), new Field("allowed_hosts", "allowedHosts", new TextList()));

    private AgentFields() {}
}
