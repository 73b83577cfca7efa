/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureBudgetTest {

    private final FakeTime time = new FakeTime();
    private final FailureBudget budget = new FailureBudget(time);

    @Test
    void isSpentByFailuresOfOneSource() {
        fail("a", FailureBudget.FAILURES - 1);
        assertThat(budget.wait("a")).isEmpty();

        fail("a", 1);

        assertThat(budget.wait("a")).isPresent();
        assertThat(budget.wait("b")).isEmpty();
    }

    @Test
    void isNewAMinuteAfterTheFirstFailure() {
        fail("a", 1);
        time.passes(Duration.ofSeconds(45));
        fail("a", FailureBudget.FAILURES);

        assertThat(budget.wait("a"))
                .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(16)));

        time.passes(Duration.ofSeconds(15));
        assertThat(budget.wait("a")).isEmpty();
    }

    @Test
    void asksForAWaitOfAtLeastASecond() {
        fail("a", FailureBudget.FAILURES);
        time.passes(FailureBudget.PERIOD.minusNanos(1));

        assertThat(budget.wait("a")).contains(Duration.ofSeconds(1));
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

        assertThat(budget.wait("a")).isPresent();
        assertThat(budget.sources()).isLessThanOrEqualTo(10_000);
    }

    private void fail(String source, int times) {
        IntStream.range(0, times).forEach(n -> budget.failed(source));
    }
}
