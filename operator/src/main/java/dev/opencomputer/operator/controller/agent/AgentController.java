/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.controller.connection.Connections;
import dev.opencomputer.operator.controller.reporting.EventRecorder;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Puts the parts of the Agent's reconciler together. */
public final class AgentController {

    private AgentController() {}

    /**
     * Makes the reconciler; it runs once it is registered.
     *
     * @param client writes to Kubernetes
     * @param connections finds the OpenComputer of each object
     * @param resync the time between routine checks
     * @param firstRetry the delay after a first failure
     * @param longestRetry the longest delay between two tries
     * @return the reconciler to register
     */
    public static AgentReconciler reconciler(
            KubernetesClient client,
            Connections connections,
            Duration resync,
            Duration firstRetry,
            Duration longestRetry) {
        AgentReporter reporter = new AgentReporter(
                new ObjectPatches<>(client, Agent.class),
                new EventRecorder(client, ManagementFactory.getRuntimeMXBean().getName()),
                Clock.systemUTC());
        RetryDelays delays = new RetryDelays(
                resync,
                firstRetry,
                longestRetry,
                () -> ThreadLocalRandom.current().nextDouble());
        return new AgentReconciler(connections, reporter, delays, System::nanoTime);
    }
}
