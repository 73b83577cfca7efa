/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.opencomputer.Operation;
import dev.opencomputer.operator.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamMetricsTest {

    private static final String TEAM = "team-a";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong now = new AtomicLong();
    private final UpstreamMetrics metrics = new UpstreamMetrics(registry, Tracing.OFF, Duration.ofHours(1), now::get);
    private CallObserver calls = metrics.over(TEAM);

    @Test
    void countsEveryCallAndTimesThoseThatWereSent() {
        called(Operation.PUT_KEY, "ok");
        called(Operation.PUT_KEY, "held_back");

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
        called(Operation.PUT_KEY, outcome);

        assertThat(metrics.isHealthy(TEAM)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unauthorised", "throttled", "server_trouble", "unreachable", "unintelligible"})
    void seesAFaultOfTheConnectionUntilACallEndsWell(String outcome) {
        called(Operation.PUT_KEY, outcome);
        assertThat(metrics.isHealthy(TEAM)).isFalse();
        assertThat(metrics.isHealthy("team-b")).isTrue();

        called(Operation.LIST_KEYS, "ok");
        assertThat(metrics.isHealthy(TEAM)).isTrue();
    }

    @Test
    void doesNotForgetOneApiBecauseTheOtherAnswers() {
        called(Operation.LIST_AGENTS, "agents_api_not_found");
        called(Operation.LIST_STORES, "ok");

        assertThat(metrics.isHealthy(TEAM)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"held_back", "failed"})
    void learnsNothingFromACallThatThisProgramDidNotMake(String outcome) {
        called(Operation.PUT_KEY, "unreachable");
        called(Operation.PUT_KEY, outcome);

        assertThat(metrics.isHealthy(TEAM)).isFalse();
    }

    @Test
    void forgetsWhatWasSaidOfAnApiThatTheNewSettingsTookOut() {
        called(Operation.LIST_AGENTS, "agents_api_not_found");
        calls = metrics.over(TEAM);
        called(Operation.LIST_STORES, "ok");

        assertThat(metrics.isHealthy(TEAM)).isTrue();
    }

    @Test
    void heedsNoCallThatEndsAfterItsSettingsWereReplaced() {
        CallObserver former = calls;
        calls = metrics.over(TEAM);
        former.called(Operation.PUT_KEY, "unreachable", Duration.ZERO);

        assertThat(metrics.isHealthy(TEAM)).isTrue();
    }

    @Test
    void heedsNoCallThatEndsAfterTheControllersHaveStopped() {
        metrics.forget();
        called(Operation.PUT_KEY, "unreachable");

        assertThat(metrics.isHealthy(TEAM)).isTrue();
    }

    @Test
    void forgetsAFaultThatNoOtherCallFollowed() {
        called(Operation.DELETE_AGENT, "unreachable");
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(metrics.isHealthy(TEAM)).isFalse();

        now.incrementAndGet();
        assertThat(metrics.isHealthy(TEAM)).isTrue();
    }

    private void called(Operation operation, String outcome) {
        calls.called(operation, outcome, Duration.ofMillis(3));
    }
}
