/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.controller.agent.AgentReconciler;
import dev.opencomputer.operator.controller.secret.AgentSecretReconciler;
import dev.opencomputer.operator.opencomputer.CallObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts and times the calls to OpenComputer, and the objects that wait for a retry. */
final class UpstreamMetrics implements CallObserver {

    private final MeterRegistry registry;

    UpstreamMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void called(String operation, String outcome, Duration took) {
        Timer.builder("opencomputer.calls")
                .description("Calls to OpenComputer by operation and outcome")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .register(registry)
                .record(took);
    }

    void retries(AgentReconciler agents) {
        Gauge.builder("opencomputer.agents.retrying", agents, AgentReconciler::retrying)
                .description("Agents whose last reconcile failed and that are tried again by themselves")
                .register(registry);
        Gauge.builder("opencomputer.agents.next.retry", agents, AgentReconciler::secondsToNextRetry)
                .description("Time until the next of them is tried again; NaN when there is none")
                .baseUnit("seconds")
                .register(registry);
    }

    void retries(AgentSecretReconciler secrets) {
        Gauge.builder("opencomputer.agentsecrets.retrying", secrets, AgentSecretReconciler::retrying)
                .description("AgentSecrets whose last reconcile failed and that are tried again by themselves")
                .register(registry);
        Gauge.builder("opencomputer.agentsecrets.next.retry", secrets, AgentSecretReconciler::secondsToNextRetry)
                .description("Time until the next of them is tried again; NaN when there is none")
                .baseUnit("seconds")
                .register(registry);
    }
}
