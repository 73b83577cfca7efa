/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.controller.reporting.Drift;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The reconciles of one kind. All series are there from the start, so that the first of anything shows as a step. */
final class KindMetrics {

    /** Of all durations that are shown: from a call on the same machine to the longest that a call may take. */
    static final Duration[] BUCKETS = {
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

    private static final String KIND = "kind";

    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger executing = new AtomicInteger();
    private final Map<Outcome, Counter> ended = new EnumMap<>(Outcome.class);
    private final Timer duration;
    private final Map<Drift, Counter> repaired = new EnumMap<>(Drift.class);

    KindMetrics(String kind, MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            ended.put(
                    outcome,
                    Counter.builder("opencomputer.reconciles")
                            .description("Reconciles that ended, by kind and outcome")
                            .tag(KIND, kind)
                            .tag("outcome", outcome.label())
                            .register(registry));
        }
        duration = Timer.builder("opencomputer.reconcile.duration")
                .description("How long reconciles take, calls to OpenComputer and the API server included")
                .serviceLevelObjectives(BUCKETS)
                .tag(KIND, kind)
                .register(registry);
        for (Drift drift : Drift.values()) {
            if (HasMetadata.getKind(drift.kind()).equals(kind)) {
                repaired.put(
                        drift,
                        Counter.builder("opencomputer.drift.repaired")
                                .description("Reconciles that put back what somebody else had changed at OpenComputer,"
                                        + " by kind and what that was")
                                .tag(KIND, kind)
                                .tag("drift", drift.label())
                                .register(registry));
            }
        }
        Gauge.builder("opencomputer.reconcile.queue.length", () -> Math.max(0, queued.get()))
                .description("Objects that wait for a thread to reconcile them")
                .tag(KIND, kind)
                .register(registry);
        Gauge.builder("opencomputer.reconciles.executing", () -> Math.max(0, executing.get()))
                .description("Reconciles that are under way")
                .tag(KIND, kind)
                .register(registry);
    }

    void submitted() {
        queued.incrementAndGet();
    }

    void started() {
        queued.decrementAndGet();
        executing.incrementAndGet();
    }

    void finished() {
        executing.decrementAndGet();
    }

    /** The controller is made anew: what the former one had in its queue will never start. */
    void anew() {
        queued.set(0);
        executing.set(0);
    }

    void ended(Outcome outcome, Duration took) {
        ended.get(outcome).increment();
        duration.record(took);
    }

    void repaired(Drift drift) {
        repaired.get(drift).increment();
    }
}
