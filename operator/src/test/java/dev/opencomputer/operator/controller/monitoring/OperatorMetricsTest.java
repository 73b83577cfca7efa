/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.tracing.Tracing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

    private static final String QUEUE = "opencomputer_connection_queue_length";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OperatorMetrics metrics = new OperatorMetrics(registry, Tracing.OFF, 16, Duration.ofMinutes(10));

    @Test
    void showsTheQueueOfEveryConnectionAndAnEmptyOneToo() {
        metrics.connections(() -> Map.of("default", true, "namespace team-a", true));
        metrics.waiting(() -> Map.of("namespace team-a", 3));

        assertThat(registry.scrape())
                .contains(QUEUE + "{connection=\"default\"} 0.0", QUEUE + "{connection=\"namespace team-a\"} 3.0");
    }

    @Test
    void showsNoQueueOnceTheControllersHaveStopped() {
        metrics.connections(() -> Map.of("default", true));
        metrics.waiting(() -> Map.of("default", 3));
        metrics.stopped();

        assertThat(registry.scrape()).doesNotContain(QUEUE + "{");
    }

    @Test
    void showsForHowLongTheSealingKeyHasBeenTooOldAndHowOftenItCouldNotBeRenewed() {
        metrics.sealingKeys(() -> 2, () -> Optional.of(Duration.ofDays(93)), () -> Duration.ofDays(3));
        metrics.keyUpkeepFailed();

        assertThat(registry.scrape())
                .contains(
                        "opencomputer_sealing_keys 2.0",
                        "opencomputer_sealing_key_overdue_seconds 259200.0",
                        "opencomputer_key_upkeep_failures_total 1.0");

        metrics.stopped();

        assertThat(registry.scrape()).doesNotContain("opencomputer_sealing_key_overdue_seconds 259200.0");
    }
}
