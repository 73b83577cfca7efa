/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageTest {

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, UNREACHABLE, true",
        "UNREACHABLE, SERVER_TROUBLE, true",
        "SERVER_TROUBLE, UNREACHABLE, true",
        "SERVER_TROUBLE, THROTTLED, true",
        "THROTTLED, UNREACHABLE, false",
        "UNREACHABLE, UNAUTHORISED, false",
        "UNREACHABLE, IN_SYNC, false",
        "UNAUTHORISED, UNREACHABLE, false",
        "IN_SYNC, UNREACHABLE, false"
    })
    void goesOnWhileTheServerIsAway(ConditionReason standing, ConditionReason now, boolean goesOn) {
        assertThat(Outage.goesOn(Optional.of(standing), now)).isEqualTo(goesOn);
    }

    @Test
    void beginsWhereNothingWasToldYet() {
        assertThat(Outage.goesOn(Optional.empty(), ConditionReason.UNREACHABLE)).isFalse();
    }
}
