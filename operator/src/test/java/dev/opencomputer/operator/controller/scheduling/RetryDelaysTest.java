/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryDelaysTest {

    private static final Duration RESYNC = Duration.ofMinutes(10);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** A clock of nanoseconds may pass its largest value. */
    private static final long NOW = Long.MAX_VALUE - 1_000_000_000_000L;

    private static RetryDelays at(double random) {
        return new RetryDelays(RESYNC, FIRST, LONGEST, () -> random);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "9, 256", "10, 300", "11, 300", "1000000, 300", "2147483647, 300"})
    void doublesWithEachFailureUpToTheLongest(int failures, long seconds) {
        assertThat(at(1).untilRetry(failures, Optional.empty())).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void spreadsRetriesOverHalfOfTheDelay() {
        assertThat(at(0).untilRetry(3, Optional.empty())).isEqualTo(Duration.ofSeconds(2));
        assertThat(at(0.5).untilRetry(3, Optional.empty())).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void waitsAsLongAsTheServerAsked() {
        assertThat(at(0).untilRetry(1, Optional.of(Duration.ofMinutes(20)))).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void spreadsWhatTheServerAskedFor() {
        assertThat(at(1).untilRetry(1, Optional.of(Duration.ofSeconds(30)))).isEqualTo(Duration.ofSeconds(31));
    }

    @Test
    void keepsToALongerBackOffThanTheServerAskedFor() {
        assertThat(at(1).untilRetry(9, Optional.of(Duration.ofSeconds(3)))).isEqualTo(Duration.ofSeconds(256));
    }

    @Test
    void spreadsRoutineChecksOverThePeriod() {
        Map<Long, Long> agentsByMinute = IntStream.range(0, 1_000)
                .mapToObj(number -> at(0).untilResync("team-a/agent-" + number, NOW))
                .collect(Collectors.groupingBy(Duration::toMinutes, Collectors.counting()));

        assertThat(agentsByMinute.keySet()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(agentsByMinute.values())
                .allSatisfy(agents -> assertThat(agents).isBetween(80L, 120L));
    }

    @Test
    void checksWhatBelongsToOneAgentAtTheSameMomentWheneverItWasLookedAtBefore() {
        long moment = NOW + at(0).untilResync("team-a/agent", NOW).toNanos();
        long meanwhile = moment - Duration.ofMinutes(2).toNanos();

        assertThat(at(1).untilResync("team-a/agent", meanwhile)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void checksAgainAfterAWholePeriodThoughTheMomentIsNear() {
        long moment = NOW + at(0).untilResync("team-a/agent", NOW).toNanos();

        assertThat(at(0).untilResync("team-a/agent", moment)).isEqualTo(RESYNC);
        assertThat(at(0).untilResync("team-a/agent", moment - 1)).isEqualTo(RESYNC.plusNanos(1));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "UNAUTHORISED",
                "THROTTLED",
                "UNREACHABLE",
                "SERVER_TROUBLE",
                "UNEXPECTED_ANSWER",
                "AGENTS_API_NOT_FOUND",
                "STORE_IN_USE",
                "CONNECTION_MISSING",
                "ORGANISATION_CHANGED",
                "CONTENDED",
                "INTERNAL_ERROR"
            })
    void triesAgainWhatCanPass(ConditionReason reason) {
        assertThat(RetryDelays.isRetried(reason)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "IN_SYNC",
                "PAUSED",
                "ID_CONFLICT",
                "ADOPTION_REFUSED",
                "IMMUTABLE_MISMATCH",
                "NOT_ACCEPTED",
                "REJECTED"
            })
    void waitsForAChangeOrTheNextCheckOtherwise(ConditionReason reason) {
        assertThat(RetryDelays.isRetried(reason)).isFalse();
    }
}
