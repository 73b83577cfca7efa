/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerClocksTest {

    private static final Instant ANSWERED = Instant.parse("2026-05-01T10:00:00Z");

    private final ServerClocks clocks = new ServerClocks();

    @Test
    void takesClocksForTheSameUntilTheyDiffer() {
        clocks.differ("default", Optional.empty());

        assertThat(clocks.inTimeOfEntries("default", ANSWERED)).isEqualTo(ANSWERED);
    }

    @Test
    void learnsEachTimeByHowMuchTheyDifferFromWhatItKnew() {
        clocks.differ("default", Optional.of(Duration.ofSeconds(30)));
        clocks.differ("default", Optional.of(Duration.ofSeconds(-25)));

        assertThat(clocks.inTimeOfEntries("default", ANSWERED)).isEqualTo(ANSWERED.plusSeconds(5));
        assertThat(clocks.inTimeOfEntries("team-a", ANSWERED)).isEqualTo(ANSWERED);
    }
}
