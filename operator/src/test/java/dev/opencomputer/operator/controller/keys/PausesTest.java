/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PausesTest {

    private final Pauses pauses = new Pauses(Duration.ofMinutes(10));

    @Test
    void pausesGrowUpToTheLongest() {
        assertThat(Stream.generate(() -> pauses.afterFailure(true).toSeconds()).limit(9))
                .containsExactly(15L, 30L, 60L, 120L, 240L, 480L, 600L, 600L, 600L);
    }

    @Test
    void theyBeginAnewWhenNothingIsInTheWayAnyMore() {
        pauses.afterFailure(true);
        pauses.afterFailure(true);
        pauses.over();

        assertThat(pauses.afterFailure(false)).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void changesInBetweenMakeThemNoLonger() {
        pauses.afterFailure(true);
        pauses.afterFailure(true);

        assertThat(Stream.generate(() -> pauses.afterFailure(false)).limit(100)).containsOnly(Duration.ofSeconds(30));
        assertThat(pauses.afterFailure(true)).isEqualTo(Duration.ofMinutes(1));
    }
}
