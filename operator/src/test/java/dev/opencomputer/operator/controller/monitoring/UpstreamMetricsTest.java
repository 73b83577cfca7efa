/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamMetricsTest {

    private static final String TEAM = "team-a";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final UpstreamMetrics metrics = new UpstreamMetrics(registry, Tracing.OFF);

    @Test
    void countsEveryCallAndTimesThoseThatWereSent() {
        called("put_key", "ok");
        called("put_key", "held_back");

        assertThat(registry.get("opencomputer.upstream.calls")
                        .tags("operation", "put_key", "outcome", "ok")
                        .counter()
                        .count())
                .isOne();
        assertThat(registry.get("opencomputer.upstream.calls")
                        .tags("operation", "put_key", "outcome", "held_back")
                        .counter()
                        .count())
                .isOne();
        assertThat(registry.get("opencomputer.upstream.call.duration").timer().count())
                .isOne();
    }

    @Test
    void takesAConnectionForHealthyBeforeItsFirstCall() {
        assertThat(metrics.isHealthy(TEAM)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "refused", "not_found", "conflict"})
    void seesNoFaultOfTheConnectionInAnAnswerAboutWhatWasAsked(String outcome) {
        called("put_key", outcome);

        assertThat(metrics.isHealthy(TEAM)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unauthorised", "throttled", "server_trouble", "unreachable", "unintelligible"})
    void seesAFaultOfTheConnectionUntilACallEndsWell(String outcome) {
        called("put_key", outcome);
        assertThat(metrics.isHealthy(TEAM)).isFalse();
        assertThat(metrics.isHealthy("team-b")).isTrue();

        called("list_keys", "ok");
        assertThat(metrics.isHealthy(TEAM)).isTrue();
    }

    @Test
    void doesNotForgetOneApiBecauseTheOtherAnswers() {
        called("list_agents", "agents_api_not_found");
        called("list_stores", "ok");

        assertThat(metrics.isHealthy(TEAM)).isFalse();
    }

    @Test
    void learnsNothingFromACallThatWasNotSent() {
        called("put_key", "unreachable");
        called("put_key", "held_back");

        assertThat(metrics.isHealthy(TEAM)).isFalse();
    }

    private void called(String operation, String outcome) {
        metrics.over(TEAM).called(operation, outcome, Duration.ofMillis(3));
    }
}
