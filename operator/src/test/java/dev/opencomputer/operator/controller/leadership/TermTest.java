/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TermTest {

    private static final LeaseTimes TIMES = LeaseTimes.DEFAULT;
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Clocks clocks = new Clocks();
    private final Term term = new Term(TIMES, clocks::now, clocks.now());

    @Test
    void letsWritesBeginUntilTheMandateRunsOut() {
        clocks.pass(TIMES.mandate().minus(MOMENT));
        assertThatCode(term::check).doesNotThrowAnyException();

        clocks.pass(MOMENT);
        assertThatExceptionOfType(NoMandateException.class).isThrownBy(term::check);
    }

    @Test
    void aRenewalThatComesInTimeLetsThemBeginAgain() {
        clocks.pass(TIMES.mandate());

        term.renewed(clocks.now());

        assertThat(term.holds()).isTrue();
    }

    @Test
    void theMandateCountsFromWhenTheRenewalWasSentAndNotFromItsAnswer() {
        Moment sent = clocks.now();
        clocks.pass(TIMES.request());

        term.renewed(sent);
        clocks.pass(TIMES.mandate().minus(TIMES.request()));

        assertThat(term.holds()).isFalse();
    }

    @Test
    void aRenewalAfterTheLeaseHasRunOutChangesNothing() {
        clocks.pass(TIMES.lease());

        term.renewed(clocks.now());

        assertThat(term.isOver()).isTrue();
        assertThat(term.holds()).isFalse();
    }

    @Test
    void aTermThatWasOverStaysOverWhateverTheClocksSay() {
        clocks.set(TIMES.lease());
        assertThat(term.isOver()).isTrue();

        clocks.set(TIMES.lease().negated());

        assertThat(term.isOver()).isTrue();
    }

    @Test
    void aMachineThatSleptHasNoMandateAlthoughItsMonotonicClockStoodStill() {
        clocks.sleep(TIMES.mandate());

        assertThat(term.holds()).isFalse();
    }

    @Test
    void aClockOnTheWallThatIsSetBackProlongsNothing() {
        clocks.set(Duration.ofHours(-1));
        clocks.pass(TIMES.mandate());

        assertThat(term.holds()).isFalse();
    }

    @Test
    void aTermThatWasEndedLetsNothingBegin() {
        term.end();

        assertThatExceptionOfType(NoMandateException.class).isThrownBy(term::check);
    }

    @Test
    void whoWaitsForItsEndIsToldOfIt() throws InterruptedException {
        Thread ending = new Thread(term::end);
        ending.start();

        term.awaitEnd();

        assertThat(term.isOver()).isTrue();
        ending.join();
    }
}
