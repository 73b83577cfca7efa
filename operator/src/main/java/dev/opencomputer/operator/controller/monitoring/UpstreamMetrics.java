/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.tracing.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts and times the calls to OpenComputer, and keeps how the last ones over each connection ended. */
final class UpstreamMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private static final String HELD_BACK = "held_back";

    /** Ends that say that something is wrong with the connection, and not with what was asked. */
    private static final Set<String> UNHEALTHY = Set.of(
            "unauthorised", "throttled", "server_trouble", "unreachable", "unintelligible", "agents_api_not_found");

    private final MeterRegistry registry;
    private final Tracing tracing;

    /** By connection, and there by API: whether the last call ended well. */
    private final Map<String, Map<String, Boolean>> lastCalls = new ConcurrentHashMap<>();

    UpstreamMetrics(MeterRegistry registry, Tracing tracing) {
        this.registry = registry;
        this.tracing = tracing;
    }

    /** Hears of the calls over a connection. */
    CallObserver over(String connection) {
        return new CallObserver() {

            @Override
            public Underway sending(String operation, String method, URI server) {
                return new TracedCall(tracing.call(operation), connection, method, server);
            }

            @Override
            public void called(String operation, String outcome, Duration took) {
                UpstreamMetrics.this.called(connection, operation, outcome, took);
            }
        };
    }

    /** Whether the last call to each API over the connection shows that it can be used; true before the first call. */
    boolean isHealthy(String connection) {
        return !lastCalls.getOrDefault(connection, Map.of()).containsValue(false);
    }

    /** Forgets how the last calls ended. */
    void forget() {
        lastCalls.clear();
    }

    private void called(String connection, String operation, String outcome, Duration took) {
        Counter.builder("opencomputer.upstream.calls")
                .description(
                        "Calls to OpenComputer that ended, by operation and outcome; those held back were not sent")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
        if (outcome.equals(HELD_BACK)) {
            return;
        }
        Timer.builder("opencomputer.upstream.call.duration")
                .description("How long calls to OpenComputer take that were sent, by operation")
                .serviceLevelObjectives(BUCKETS)
                .tag("operation", operation)
                .register(registry)
                .record(took);
        lastCalls
                .computeIfAbsent(connection, name -> new ConcurrentHashMap<>())
                .put(operation.contains("agent") ? "agents" : "stores", !UNHEALTHY.contains(outcome));
    }
}
