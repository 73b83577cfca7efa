/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Shows how old values are and which keys seal them; nothing where no controller runs. */
final class ValueGauges {

    private static final double NANOS_A_SECOND = 1e9;

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
        this.secrets = secrets;
        GaugeWithCallback.builder()
                .name("opencomputer_sealed_values")
                .help("AgentSecrets with a sealed value, by the key that it is sealed with and whether that is the"
                        + " current one")
                .labelNames("key", "current")
                .callback(this::byKey)
                .register(registry);
        // One walk for all three: they would tell of three moments otherwise, each with a walk of its own.
        registry.register((MultiCollector) this::byAge);
    }

    /** Shows the keys from now on, too. */
    void keys(Supplier<Set<SealingKeyId>> known, Supplier<Optional<SealingKeyId>> current) {
        keys = () -> Optional.of(new Keys(known.get(), current.get()));
    }

    /** Shows no key any more. */
    void stopped() {
        keys = Optional::empty;
    }

    private MetricSnapshots byAge() {
        Optional<ValueMetrics.Ages> ages = secrets.get().map(all -> ValueMetrics.ages(all, Instant.now()));
        GaugeSnapshot.Builder olderThan = snapshot(
                "opencomputer_secret_values_older_than",
                "AgentSecrets whose value was set longer ago than so many days; 0 counts all that were set");
        GaugeSnapshot.Builder atMaxAge = snapshot(
                "opencomputer_secret_values_at_max_age",
                "AgentSecrets whose value is in the last tenth of its maxAge (expiring) or older (expired)");
        GaugeSnapshot.Builder oldest = snapshot(
                "opencomputer_oldest_secret_value_timestamp_seconds",
                "When the oldest value was set, since 1970; NaN without any");
        ages.ifPresent(there -> {
            there.olderThan()
                    .forEach((days, count) -> olderThan.dataPoint(point(count, Labels.of("days", days.toString()))));
            atMaxAge.dataPoint(point(there.expiring(), Labels.of("stage", "expiring")));
            atMaxAge.dataPoint(point(there.expired(), Labels.of("stage", "expired")));
            oldest.dataPoint(point(
                    there.oldest()
                            .map(since -> since.getEpochSecond() + since.getNano() / NANOS_A_SECOND)
                            .orElse(Double.NaN),
                    Labels.EMPTY));
        });
        return MetricSnapshots.of(olderThan.build(), atMaxAge.build(), oldest.build());
    }

    private static GaugeSnapshot.Builder snapshot(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
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
}
