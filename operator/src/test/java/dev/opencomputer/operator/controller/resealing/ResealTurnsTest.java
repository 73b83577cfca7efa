/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResealTurnsTest {

    private static final List<String> MANY =
            IntStream.range(0, 500).mapToObj(i -> "uid-" + i).toList();

    /** A clock of nanoseconds may begin anywhere, and may well pass its largest value. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);

    private final ResealTurns turns = new ResealTurns(clock::get);

    private int taken(List<String> by) {
        return (int) by.stream().filter(turns::take).count();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void tenHaveTheirTurnAtOnceAndThenTenASecond() {
        assertThat(taken(MANY)).isEqualTo(10);
        List<String> rest = MANY.subList(10, 500);
        pass(Duration.ofMillis(99));
        assertThat(taken(rest)).isZero();
        pass(Duration.ofMillis(1));
        assertThat(taken(rest)).isOne();
        pass(Duration.ofMillis(500));
        assertThat(taken(rest.subList(1, 490))).isEqualTo(5);
    }

    @Test
    void whoComesWhenItsTurnHasComeGetsItThoughOthersCameMeanwhile() {
        taken(MANY);
        Duration untilLast = turns.until("uid-499").orElseThrow();

        pass(untilLast);
        taken(IntStream.range(500, 900).mapToObj(i -> "uid-" + i).toList());

        assertThat(untilLast).isEqualTo(Duration.ofSeconds(49).plusMillis(1));
        assertThat(turns.take("uid-499")).isTrue();
        assertThat(turns.until("uid-499")).isEmpty();
    }

    @Test
    void askingAgainBeforeItsTurnPutsNobodyBack() {
        taken(MANY);
        Duration untilLast = turns.until("uid-499").orElseThrow();

        taken(MANY.subList(10, 500));

        assertThat(turns.until("uid-499")).contains(untilLast);
    }

    @Test
    void whoHasMissedItsTurnIsNotCalledForItAgain() {
        taken(MANY);
        pass(Duration.ofHours(1));

        assertThat(turns.until("uid-499")).isEmpty();
        assertThat(turns.take("uid-499")).isTrue();
    }

    @Test
    void whoNeedsNoneAnyMoreHasNone() {
        taken(MANY);

        turns.forget("uid-499");

        assertThat(turns.until("uid-499")).isEmpty();
    }

    @Test
    void aTurnThatSomebodyNeedsNoMoreGoesToTheNextWhoAsks() {
        taken(MANY);
        Optional<Duration> given = turns.until("uid-300");

        turns.forget("uid-300");
        taken(List.of("next", "after that"));

        assertThat(turns.until("next")).isEqualTo(given);
        assertThat(turns.until("after that")).contains(Duration.ofSeconds(49).plusMillis(101));
    }

    @Test
    void whoComesAndGoesWithoutEndPutsNobodyBack() {
        taken(MANY.subList(0, 10));

        for (int round = 0; round < 1_000; round++) {
            taken(List.of("to and fro"));
            turns.forget("to and fro");
        }

        taken(List.of("next"));
        assertThat(turns.until("next")).contains(Duration.ofMillis(101));
    }

    @Test
    void turnsThatNobodyUsedAreNotSavedEither() {
        taken(MANY);
        MANY.forEach(turns::forget);
        pass(Duration.ofHours(1));

        assertThat(taken(MANY)).isEqualTo(10);
    }

    @Test
    void noMoreThanASecondsWorthIsSaved() {
        pass(Duration.ofDays(1));

        assertThat(taken(MANY)).isEqualTo(10);
    }
}
