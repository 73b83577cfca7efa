/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.opencomputer.CallObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

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

    /** Shows how many objects of a kind wait for a retry, and for how long still. */
    void retries(Class<?> kind, LongSupplier retrying, DoubleSupplier secondsToNext) {
        String objects = kind.getSimpleName() + "s";
        String prefix = "opencomputer." + objects.toLowerCase(Locale.ROOT);
        Gauge.builder(prefix + ".retrying", retrying::getAsLong)
                .description(objects + " whose last reconcile failed and that are tried again by themselves")
                .register(registry);
        Gauge.builder(prefix + ".next.retry", secondsToNext::getAsDouble)
                .description("Time until the next of them is tried again; NaN when there is none")
                .baseUnit("seconds")
                .register(registry);
    }
}
