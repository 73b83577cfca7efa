/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Shows how the operator's own keys are; of the keys themselves nothing where no controller runs. */
final class KeyMetrics {

    private static final double MILLIS_A_SECOND = 1000;

    private final PrometheusMeterRegistry registry;
    private final Counter failures;
    private volatile Optional<SealingKeys> sealingKeys = Optional.empty();

    private record SealingKeys(IntSupplier count, Supplier<Optional<Duration>> age, Supplier<Duration> overdue) {}

    /** Registers what there is to tell. */
    KeyMetrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
        this.failures = Counter.builder("opencomputer.key.upkeep.failures")
                .description("Times that something was in the way of a renewal, a publication or the reading of the"
                        + " operator's own keys")
                .register(registry);
        gauge(
                "opencomputer_sealing_keys",
                "Sealing keys that sealed values can be opened with",
                callback ->
                        sealingKeys.ifPresent(keys -> callback.call(keys.count().getAsInt())));
        gauge(
                "opencomputer_sealing_key_age_seconds",
                "How old the sealing key is that values are sealed with now",
                callback -> sealingKeys
                        .flatMap(keys -> keys.age().get())
                        .ifPresent(age -> callback.call(age.toMillis() / MILLIS_A_SECOND)));
        gauge(
                "opencomputer_sealing_key_overdue_seconds",
                "For how long that key has been older than it may become; 0 while it is not",
                callback -> sealingKeys.ifPresent(
                        keys -> callback.call(keys.overdue().get().toMillis() / MILLIS_A_SECOND)));
    }

    /** Shows the sealing keys from now on, too. */
    void sealing(IntSupplier count, Supplier<Optional<Duration>> age, Supplier<Duration> overdue) {
        sealingKeys = Optional.of(new SealingKeys(count, age, overdue));
    }

    /** Counts that the keys could not be looked after. */
    void failed() {
        failures.increment();
    }

    /** Shows no key any more. */
    void stopped() {
        sealingKeys = Optional.empty();
    }

    private void gauge(String name, String help, Consumer<GaugeWithCallback.Callback> values) {
        GaugeWithCallback.builder().name(name).help(help).callback(values).register(registry.getPrometheusRegistry());
    }
}
