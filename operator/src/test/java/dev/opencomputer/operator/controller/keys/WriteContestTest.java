/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WriteContestTest {

    private static final Publication OURS = new Publication(Map.of("a", "key"), Map.of());
    private static final Publication NEXT = new Publication(Map.of("b", "key"), Map.of());

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final WriteContest contest = new WriteContest(nanos::get);

    @Test
    void theSameThreeTimesWithinTenMinutesIsOne() {
        write(OURS, Duration.ofMinutes(4), 2);
        assertThat(contest.isAbout(OURS)).isFalse();

        write(OURS, Duration.ZERO, 1);

        assertThat(contest.isAbout(OURS)).isTrue();
        assertThat(contest.isAbout(NEXT)).isFalse();
    }

    @Test
    void whatIsPublishedOnceInAWhileIsNone() {
        write(OURS, Duration.ofMinutes(5), 10);

        assertThat(contest.isAbout(OURS)).isFalse();
    }

    @Test
    void keysThatAreRenewedOneAfterTheOtherAreNone() {
        write(OURS, Duration.ZERO, 2);
        write(NEXT, Duration.ZERO, 2);

        assertThat(contest.isAbout(NEXT)).isFalse();
    }

    @Test
    void itIsAnsweredOnceInFifteenSeconds() {
        write(OURS, Duration.ZERO, 3);
        assertThat(contest.holdsBack(OURS)).isTrue();
        assertThat(contest.holdsBack(NEXT)).as("a key that came meanwhile").isFalse();

        nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThat(contest.holdsBack(OURS)).isFalse();

        write(OURS, Duration.ZERO, 1);
        assertThat(contest.holdsBack(OURS)).isTrue();
    }

    private void write(Publication publication, Duration each, int times) {
        for (int time = 0; time < times; time++) {
            contest.wrote(publication);
            nanos.addAndGet(each.toNanos());
        }
    }
}
