/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Locale;

/** What somebody else changed at OpenComputer, as the operator found it: the values of the label {@code drift}. */
public enum Drift {
    /** The record of an agent was deleted. */
    RECORD_GONE(Agent.class),
    /** The record of an agent says something else. */
    RECORD_CHANGED(Agent.class),
    /** The secret store of an agent was deleted, or deleted and made anew. */
    STORE_GONE(Agent.class),
    /** The agent's sandboxes may reach hosts that its spec does not allow. */
    EGRESS_WIDENED(Agent.class),
    /** The store's egress allowlist is another one, and lets nothing more through. */
    EGRESS_CHANGED(Agent.class),
    /** A key was removed from its store. */
    KEY_MISSING(AgentSecret.class),
    /** A value may be sent to hosts that its spec does not allow. */
    HOSTS_WIDENED(AgentSecret.class),
    /** A key has other hosts, which let nothing more through. */
    HOSTS_CHANGED(AgentSecret.class),
    /** A key was written after the operator had written it. */
    VALUE_WRITTEN(AgentSecret.class);

    private final Class<? extends HasMetadata> kind;

    Drift(Class<? extends HasMetadata> kind) {
        this.kind = kind;
    }

    /** The kind of the objects that say how it should be. */
    public Class<? extends HasMetadata> kind() {
        return kind;
    }

    /** Whether it let something through that was not to be: a matter of security. */
    public boolean isWidening() {
        return this == EGRESS_WIDENED || this == HOSTS_WIDENED;
    }

    /** As it stands in a label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
