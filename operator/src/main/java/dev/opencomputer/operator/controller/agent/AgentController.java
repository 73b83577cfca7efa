/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.controller.connection.Connections;
import dev.opencomputer.operator.controller.reporting.EventRecorder;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
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

    /**
     * Whether a change of an Agent calls for a reconcile.
     *
     * @param now the Agent after the change
     * @param before the Agent before it
     * @return false for the operator's own writes and for what it does not read
     */
    public static boolean concernsUs(Agent now, Agent before) {
        return AgentWatch.concernsUs(now, before);
    }

    /** How failures of the API server are retried: without end, since nobody else would. */
    public static Retry retry() {
        return new GenericRetry()
                .setInitialInterval(200)
                .setIntervalMultiplier(2)
                .setMaxInterval(60_000)
                .setMaxAttempts(-1);
    }
}
