/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.controller.connection.Connections;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.reporting.EventRecorder;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.controller.reporting.ReconcileObserver;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.controller.scheduling.Seats;
import dev.opencomputer.operator.controller.secretsfrom.KeyReader;
import dev.opencomputer.operator.controller.secretsfrom.WholeSecrets;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.function.Predicate;

/**
 * The parts of the Agent's controller, put together.
 *
 * @param reconciler to be registered
 * @param directory what other controllers may ask
 */
public record AgentController(AgentReconciler reconciler, AgentDirectory directory) {

    /**
     * Puts the parts together; they run once the reconciler is registered.
     *
     * @param client writes to Kubernetes
     * @param events writes Events
     * @param observer hears what reconciles come to
     * @param connections finds the OpenComputer of each object
     * @param policies say which ids an Agent may have
     * @param writes the turns at agents
     * @param seats how many workers each connection takes
     * @param delays when an object is looked at again
     * @param keyReader tells which keys a Secret has
     * @param ours whether the objects of a namespace are this operator's to reconcile now
     * @return the controller
     */
    public static AgentController of(
            KubernetesClient client,
            EventRecorder events,
            ReconcileObserver observer,
            Connections connections,
            Policies policies,
            AgentWrites writes,
            Seats seats,
            RetryDelays delays,
            KeyReader keyReader,
            Predicate<String> ours) {
        AgentReporter reporter =
                new AgentReporter(new ObjectPatches<>(client, Agent.class), events, observer, Clock.systemUTC());
        AgentDirectory directory = new AgentDirectory();
        return new AgentController(
                new AgentReconciler(
                        connections,
                        policies,
                        reporter,
                        delays,
                        writes,
                        seats,
                        directory,
                        new WholeSecrets(client, keyReader),
                        ours,
                        System::nanoTime),
                directory);
    }
}
