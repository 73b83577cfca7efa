/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.AgentSecretStatus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValueGaugesTest {

    private static final String OLDEST = "opencomputer_oldest_secret_value_timestamp_seconds";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger walks = new AtomicInteger();

    private String scrapeOf(Optional<AgentSecret> secret) {
        ValueGauges unused = new ValueGauges(registry.getPrometheusRegistry(), () -> {
            walks.incrementAndGet();
            return secret.map(Stream::of);
        });
        return registry.scrape();
    }

    private static AgentSecret setAt(String time) {
        AgentSecretStatus status = new AgentSecretStatus();
        status.setValueSetAt(time);
        AgentSecret secret = new AgentSecret();
        secret.setSpec(new AgentSecretSpec());
        secret.setStatus(status);
        return secret;
    }

    @Test
    void walkOnceAScrapeForAllThatTheyTellOfAges() {
        String page = scrapeOf(Optional.of(setAt("1970-01-01T00:01:40.5Z")));

        assertThat(page)
                .contains(
                        "opencomputer_secret_values_older_than{days=\"365\"} 1.0",
                        "opencomputer_secret_values_at_max_age{stage=\"expiring\"} 0.0",
                        "opencomputer_secret_values_at_max_age{stage=\"expired\"} 0.0",
                        OLDEST + " 100.5");
        assertThat(walks).hasValue(1);
    }

    @Test
    void tellNothingWhereNoControllerRuns() {
        assertThat(scrapeOf(Optional.empty())).doesNotContain("_older_than{", "_at_max_age{", OLDEST + " ");
    }
}
