/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.caller.FailureBudget.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureBudgetTest {

    private final FakeTime time = new FakeTime();
    private final FailureBudget budget = new FailureBudget(time);

    @Test
    void isSpentByFailuresOfOneSource() {
        fail("a", FailureBudget.FAILURES - 1);
        budget.begin("a", false).close();

        fail("a", 1);

        assertThat(keysWait("a")).isPresent();
        assertThat(keysWait("b")).isEmpty();
    }

    @Test
    void isNewAMinuteAfterTheFirstFailure() {
        fail("a", 1);
        time.passes(Duration.ofSeconds(45));
        fail("a", FailureBudget.FAILURES);

        assertThat(keysWait("a"))
                .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(16)));

        time.passes(Duration.ofSeconds(15));
        assertThat(keysWait("a")).isEmpty();
    }

    @Test
    void asksForAWaitOfAtLeastASecond() {
        fail("a", FailureBudget.FAILURES);
        time.passes(FailureBudget.PERIOD.minusNanos(1));

        assertThat(keysWait("a")).contains(Duration.ofSeconds(1));
    }

    @Test
    void isNotSpentByAttemptsThatSucceedOrStayUndecided() {
        IntStream.range(0, FailureBudget.FAILURES * 2)
                .forEach(n -> budget.begin("a", true).close());

        assertThat(keysWait("a")).isEmpty();
        assertThat(budget.sources()).isZero();
    }

    @Test
    void countsAttemptsUnderWayUntilTheyEnd() {
        List<Attempt> attempts = IntStream.range(0, FailureBudget.FAILURES)
                .mapToObj(n -> budget.begin("a", true))
                .toList();
        assertThat(keysWait("a")).contains(Duration.ofSeconds(1));

        attempts.get(0).close();
        assertThat(keysWait("a")).isEmpty();
    }

    @Test
    void whenSpentLetsTokensBeTriedOneAfterTheOtherAndSlowly() {
        fail("a", FailureBudget.FAILURES);

        try (Attempt first = budget.begin("a", true)) {
            time.passes(FailureBudget.BETWEEN_TOKENS);
            assertThat(wait("a", true)).contains(Duration.ofSeconds(1));
            first.hasFailed();
        }
        budget.begin("a", true).close();
        assertThat(wait("a", true)).contains(Duration.ofSeconds(1));

        time.passes(FailureBudget.BETWEEN_TOKENS);
        assertThat(wait("a", true)).isEmpty();
    }

    @Test
    void holdsAnAttemptThatEndsInTheNextMinuteAgainstThatOne() {
        Attempt slow = budget.begin("a", true);
        time.passes(FailureBudget.PERIOD);
        fail("a", FailureBudget.FAILURES - 1);

        slow.hasFailed();
        slow.close();

        assertThat(keysWait("a")).isPresent();
    }

    @Test
    void staysSpentWhileManyOthersFailOnce() {
        fail("a", FailureBudget.FAILURES * 2);
        IntStream.range(0, 50_000).forEach(n -> {
            budget.failed("flood-" + n);
            if (n % 1000 == 0) {
                fail("a", 1);
            }
        });

        assertThat(keysWait("a")).isPresent();
        assertThat(budget.sources()).isLessThanOrEqualTo(10_000);
    }

    private Optional<Duration> keysWait(String source) {
        return wait(source, false);
    }

    private Optional<Duration> wait(String source, boolean token) {
        try (Attempt attempt = budget.begin(source, token)) {
            assertThat(attempt).isNotNull();
            return Optional.empty();
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isEqualTo(429);
            return refusal.retryAfter();
        }
    }

    private void fail(String source, int times) {
        IntStream.range(0, times).forEach(n -> budget.failed(source));
    }
}
