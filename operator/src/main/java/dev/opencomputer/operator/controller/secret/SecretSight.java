/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.connection.Connection;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Missing;
import dev.opencomputer.operator.controller.secret.Observed.ConnectionView;
import dev.opencomputer.operator.controller.secret.Observed.NamespaceView;
import dev.opencomputer.operator.logging.LogFields;
import java.util.Optional;
import org.slf4j.MDC;

/** What one reconcile of an AgentSecret sees: the cluster anew each time it looks, and one connection all the time. */
final class SecretSight {

    private final Desired desired;
    private final SecretMemory.Entry remembered;
    private final SecretRun.Parts parts;
    private final String namespace;
    private Optional<Resolution> resolution = Optional.empty();

    SecretSight(String namespace, Desired desired, SecretMemory.Entry remembered, SecretRun.Parts parts) {
        this.namespace = namespace;
        this.desired = desired;
        this.remembered = remembered;
        this.parts = parts;
    }

    /** The connection, once one was seen that can be used. */
    Connection connection() {
        return ((Resolution.Connected) resolution.orElseThrow()).connection();
    }

    /** How everything around it is now; nothing of OpenComputer and of the value is known yet. */
    Observed of(AgentSecret secret) {
        Optional<AgentState> agent = parts.agents().find(namespace, desired.agent());
        Optional<String> uid = agent.map(AgentState::uid);
        return new Observed(
                secret.hasFinalizer(Names.FINALIZER),
                agent,
                KeyHolders.isOfFormerAgent(secret, uid),
                parts.holders()
                        .otherHolder(secret, uid)
                        .map(other -> other.getMetadata().getName()),
                parts.holders().hasSuccessor(secret, uid),
                view(agent),
                remembered.holding(secret),
                SecretStatuses.history(secret, remembered.recentRepairs(), remembered.refusal()),
                NamespaceView.NOT_LOOKED,
                new ValueView.NotLooked(),
                new KeyView.NotLooked());
    }

    /** What is known of OpenComputer and the value, and how everything else is by now. */
    Observed anew(AgentSecret secret, Observed observed) {
        return of(secret).with(observed.value()).with(observed.namespace()).with(observed.key());
    }

    /** The same with what the connection has shown since. */
    Observed refreshed(Observed observed) {
        return observed.with(view(observed.agent()));
    }

    private ConnectionView view(Optional<AgentState> agent) {
        if (resolution.isEmpty()) {
            // Only what an Agent holds needs one, and that over which the Agent claimed it.
            resolution = agent.flatMap(AgentState::claim)
                    .map(claim -> parts.connections()
                            .forObject(namespace, Optional.of(claim.connection()), desired.deleting()));
            resolution.ifPresent(found -> MDC.put(LogFields.CONNECTION, found.name()));
        }
        Resolution found = resolution.orElseGet(() -> Missing.settings(
                parts.connections().nameFor(namespace), Messages.agentHoldsNothing(desired.agent(), Optional.empty())));
        if (found instanceof Missing missing) {
            return new ConnectionView(missing.name(), Optional.of(missing), false, Optional.empty(), Optional.empty());
        }
        Connection connection = ((Resolution.Connected) found).connection();
        return new ConnectionView(
                connection.name(),
                Optional.empty(),
                connection.anonymous(),
                connection.organisation(),
                agent.flatMap(parts.agents()::organisation));
    }
}
