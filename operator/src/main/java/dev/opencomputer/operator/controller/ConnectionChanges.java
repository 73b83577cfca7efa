/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.controller.agent.AgentController;
import dev.opencomputer.operator.controller.agent.AgentDirectory;
import dev.opencomputer.operator.controller.connection.NamespaceConnections;
import dev.opencomputer.operator.controller.policy.Policy;
import dev.opencomputer.operator.controller.secret.AgentSecretReconciler;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Has those objects looked at again that another policy or a changed connection concerns, without waiting for their
 * routine checks, and copies of connections dropped with the last object that needs them.
 */
final class ConnectionChanges {

    private final NamespaceConnections connections;
    private final Set<String> watched;
    private final Duration resync;
    private volatile Optional<Controlled> controlled = Optional.empty();

    private record Controlled(AgentController agents, AgentSecretReconciler secrets) {}

    /**
     * Tells nobody yet.
     *
     * @param connections the connections
     * @param watched the namespaces that are reconciled; empty for all
     * @param resync how often copies are looked for that could not be dropped in their time
     */
    ConnectionChanges(NamespaceConnections connections, Set<String> watched, Duration resync) {
        this.connections = connections;
        this.resync = resync;
        this.watched = watched;
    }

    /** Begins to tell these. */
    void begin(AgentController agents, AgentSecretReconciler secrets) {
        AgentDirectory directory = agents.directory();
        controlled = Optional.of(new Controlled(agents, secrets));
        directory.follow(agent -> connections.dropUnneeded(agent.getMetadata().getNamespace(), directory::mayHaveUsed));
        directory.whenOpen(() -> connections.keepDropping(
                resync, namespace -> watched.isEmpty() || watched.contains(namespace), directory::mayHaveUsed));
    }

    /** The Secret with a namespace's own connection came, went or was changed. */
    void connectionChanged(String namespace) {
        if (connections.changed(namespace)) {
            lookAgain(namespace::equals);
        }
    }

    /** Another policy holds. */
    void policyChanged(Policy former, Policy now) {
        connections.policyChanged();
        lookAgain(namespace -> now.changes(former, namespace));
    }

    private void lookAgain(Predicate<String> namespaces) {
        controlled.ifPresent(both -> {
            both.agents().reconciler().lookAgain(namespaces);
            both.secrets().lookAgain(namespaces);
        });
    }
}
