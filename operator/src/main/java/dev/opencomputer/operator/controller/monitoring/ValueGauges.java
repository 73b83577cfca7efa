/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Shows how old values are and which keys seal them; nothing where no controller runs. */
final class ValueGauges {

    private static final double NANOS_A_SECOND = 1e9;

    private final PrometheusRegistry registry;
    private final Supplier<Optional<Stream<AgentSecret>>> secrets;
    private volatile Supplier<Optional<Keys>> keys = Optional::empty;

    /**
     * The sealing keys.
     *
     * @param known those that open
     * @param current the one that seals, if there is one
     */
    private record Keys(Set<SealingKeyId> known, Optional<SealingKeyId> current) {}

    /**
     * Registers what there is to tell.
     *
     * @param secrets what the informer holds; absent while there is none
     */
    ValueGauges(PrometheusRegistry registry, Supplier<Optional<Stream<AgentSecret>>> secrets) {
        this.registry = registry;
        this.secrets = secrets;
        gauge(
                "opencomputer_sealed_values",
                "AgentSecrets with a sealed value, by the key that it is sealed with and whether that is the current one",
                this::byKey,
                "key",
                "current");
        gauge(
                "opencomputer_secret_values_older_than",
                "AgentSecrets whose value was set longer ago than so many days; 0 counts all that were set",
                callback -> ages().ifPresent(ages ->
                        ages.olderThan().forEach((days, count) -> callback.call(count, days.toString()))),
                "days");
        gauge(
                "opencomputer_secret_values_at_max_age",
                "AgentSecrets whose value is in the last tenth of its maxAge (expiring) or older (expired)",
                callback -> ages().ifPresent(ages -> {
                    callback.call(ages.expiring(), "expiring");
                    callback.call(ages.expired(), "expired");
                }),
                "stage");
        gauge(
                "opencomputer_oldest_secret_value_timestamp_seconds",
                "When the oldest value was set, since 1970; NaN without any",
                callback -> ages().ifPresent(ages -> callback.call(ages.oldest()
                        .map(since -> since.getEpochSecond() + since.getNano() / NANOS_A_SECOND)
                        .orElse(Double.NaN))));
    }

    /** Shows the keys from now on, too. */
    void keys(Supplier<Set<SealingKeyId>> known, Supplier<Optional<SealingKeyId>> current) {
        keys = () -> Optional.of(new Keys(known.get(), current.get()));
    }

    /** Shows no key any more. */
    void stopped() {
        keys = Optional::empty;
    }

    private Optional<ValueMetrics.Ages> ages() {
        return secrets.get().map(all -> ValueMetrics.ages(all, Instant.now()));
    }

    private void byKey(GaugeWithCallback.Callback callback) {
        keys.get()
                .ifPresent(there -> secrets.get()
                        .ifPresent(all -> ValueMetrics.byKey(all, there.known())
                                .forEach((key, count) -> callback.call(
                                        count,
                                        key,
                                        Boolean.toString(there.current()
                                                .filter(current ->
                                                        current.value().equals(key))
                                                .isPresent())))));
    }

    private void gauge(String name, String help, Consumer<GaugeWithCallback.Callback> values, String... labels) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(values)
                .register(registry);
    }
}
