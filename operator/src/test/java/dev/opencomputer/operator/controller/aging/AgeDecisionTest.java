/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.aging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.aging.Age.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeDecisionTest {

    private static final Instant SET = Instant.parse("2026-05-01T10:00:00Z");
    private static final Duration MAX = Duration.ofHours(100);

    private static Age after(Duration age) {
        return AgeDecision.decide(Optional.of(SET), Optional.of(MAX), SET.plus(age));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, FRESH",
        "PT89H59M59.999S, FRESH",
        "PT90H, EXPIRING",
        "PT99H59M59.999S, EXPIRING",
        "PT100H, EXPIRED",
        "PT10000H, EXPIRED",
        "-PT1H, FRESH"
    })
    void expiresInItsLastTenthAndIsExpiredFromItsEndOn(Duration age, Stage stage) {
        assertThat(after(age).stage()).isEqualTo(stage);
    }

    @Test
    void namesTheMomentAtWhichItWillStandOtherwise() {
        assertThat(after(Duration.ofHours(1)).next()).contains(SET.plus(Duration.ofHours(90)));
        assertThat(after(Duration.ofHours(95)).next()).contains(SET.plus(MAX));
        assertThat(after(MAX).next()).isEmpty();
    }

    @Test
    void namesTheMomentOfTheEndWhicheverTimeItIs() {
        assertThat(after(Duration.ofHours(95)).expires()).contains(SET.plus(MAX));
        assertThat(after(Duration.ofHours(500)).expires()).contains(SET.plus(MAX));
    }

    @Test
    void neverEndsWithoutALimitOrAValue() {
        Instant much = SET.plus(Duration.ofDays(10_000));

        assertThat(AgeDecision.decide(Optional.of(SET), Optional.empty(), much)).isEqualTo(Age.UNLIMITED);
        assertThat(AgeDecision.decide(Optional.empty(), Optional.of(MAX), much)).isEqualTo(Age.UNLIMITED);
    }
}
