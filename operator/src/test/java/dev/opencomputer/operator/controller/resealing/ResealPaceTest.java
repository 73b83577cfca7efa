/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ResealPaceTest {

    /** A clock of nanoseconds may begin anywhere, and may well pass its largest value. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);

    private final ResealPace pace = new ResealPace(clock::get);

    private int allowedOf(int asked) {
        int allowed = 0;
        for (int i = 0; i < asked; i++) {
            allowed += pace.allows() ? 1 : 0;
        }
        return allowed;
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void allowsTenAtOnceAndThenTenASecond() {
        assertThat(allowedOf(10_000)).isEqualTo(10);
        pass(Duration.ofMillis(99));
        assertThat(allowedOf(10_000)).isZero();
        pass(Duration.ofMillis(1));
        assertThat(allowedOf(10_000)).isOne();
        pass(Duration.ofMillis(500));
        assertThat(allowedOf(10_000)).isEqualTo(5);
    }

    @Test
    void savesNoMoreThanASecondsWorth() {
        pass(Duration.ofDays(1));

        assertThat(allowedOf(10_000)).isEqualTo(10);
    }
}
