/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.opencomputer.Operation;
import dev.opencomputer.operator.tracing.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Counts and times the calls to OpenComputer, and keeps how the last ones over each connection ended. */
final class UpstreamMetrics {

    /** Ends that say nothing about the connection: nothing was sent, or this program ended it. */
    private static final Set<String> UNTRIED = Set.of("held_back", "failed");

    private static final String HELD_BACK = "held_back";

    /** Ends that say that something is wrong with the connection, and not with what was asked. */
    private static final Set<String> UNHEALTHY = Set.of(
            "unauthorised", "throttled", "server_trouble", "unreachable", "unintelligible", "agents_api_not_found");

    private final MeterRegistry registry;
    private final Tracing tracing;

    /** How long a call tells something: while objects are there, the next one comes before. */
    private final Duration memory;

    private final LongSupplier nanoTime;

    /** By connection, of its present settings: how the last call to each API ended. */
    private final Map<String, Map<Api, LastCall>> lastCalls = new ConcurrentHashMap<>();

    private enum Api {
        AGENTS,
        STORES
    }

    private record LastCall(boolean good, long at) {}

    /**
     * Knows of no call yet.
     *
     * @param memory for how long the end of a call is believed when no other follows
     * @param nanoTime a clock that only goes forward
     */
    UpstreamMetrics(MeterRegistry registry, Tracing tracing, Duration memory, LongSupplier nanoTime) {
        this.registry = registry;
        this.tracing = tracing;
        this.memory = memory;
        this.nanoTime = nanoTime;
    }

    /**
     * Hears of the calls over a connection. Asked for anew with each settings of it: what is known of the former ones is
     * forgotten then, and what still comes of them changes nothing.
     */
    CallObserver over(String connection) {
        Map<Api, LastCall> ends = new ConcurrentHashMap<>();
        lastCalls.put(connection, ends);
        return new CallObserver() {

            @Override
            public Underway sending(Operation operation, URI server) {
                return new TracedCall(tracing.call(operation.metricName()), connection, operation.httpMethod(), server);
            }

            @Override
            public void called(Operation operation, String outcome, Duration took) {
                count(operation, outcome, took);
                if (!UNTRIED.contains(outcome)) {
                    ends.put(
                            operation.isOfAgents() ? Api.AGENTS : Api.STORES,
                            new LastCall(!UNHEALTHY.contains(outcome), nanoTime.getAsLong()));
                }
            }
        };
    }

    /** Whether the last call to each API over the connection shows that it can be used; true where none is known. */
    boolean isHealthy(String connection) {
        long now = nanoTime.getAsLong();
        return lastCalls.getOrDefault(connection, Map.of()).values().stream()
                .allMatch(last -> last.good() || now - last.at() > memory.toNanos());
    }

    /** Forgets how the last calls ended. */
    void forget() {
        lastCalls.clear();
    }

    private void count(Operation operation, String outcome, Duration took) {
        Counter.builder("opencomputer.upstream.calls")
                .description(
                        "Calls to OpenComputer that ended, by operation and outcome; those held back were not sent")
                .tag("operation", operation.metricName())
                .tag("outcome", outcome)
                .register(registry)
                .increment();
        if (outcome.equals(HELD_BACK)) {
            return;
        }
        Timer.builder("opencomputer.upstream.call.duration")
                .description("How long calls to OpenComputer take that were sent, by operation")
                .serviceLevelObjectives(KindMetrics.BUCKETS)
                .tag("operation", operation.metricName())
                .register(registry)
                .record(took);
    }
}
