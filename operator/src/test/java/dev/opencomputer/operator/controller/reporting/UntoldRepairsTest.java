/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import org.junit.jupiter.api.Test;

class UntoldRepairsTest {

    private final UntoldRepairs repairs = new UntoldRepairs();

    @Test
    void keepsARepairThroughFailuresAndTellsItOnce() {
        repairs.add(Drift.HOSTS_WIDENED, false);
        repairs.add(Drift.HOSTS_WIDENED, false);

        assertThat(repairs.take(ConditionReason.UNREACHABLE)).isEmpty();
        assertThat(repairs.take(ConditionReason.CONTENDED)).isEmpty();
        assertThat(repairs.take(ConditionReason.IN_SYNC)).containsExactly(Drift.HOSTS_WIDENED);
        assertThat(repairs.take(ConditionReason.IN_SYNC)).isEmpty();
    }

    @Test
    void tellsEachKindOfDriftThatCameTogether() {
        repairs.add(Drift.VALUE_WRITTEN, true);
        repairs.add(Drift.HOSTS_WIDENED, true);

        assertThat(repairs.take(ConditionReason.IN_SYNC)).containsExactly(Drift.HOSTS_WIDENED, Drift.VALUE_WRITTEN);
    }

    @Test
    void tellsWhatAServerWritesInItsOwnWayOnlyWhereSomebodyElseWasAtIt() {
        repairs.add(Drift.HOSTS_WIDENED, false);
        assertThat(repairs.take(ConditionReason.NOT_ACCEPTED)).isEmpty();
        assertThat(repairs.take(ConditionReason.IN_SYNC)).isEmpty();

        repairs.add(Drift.HOSTS_WIDENED, true);
        repairs.add(Drift.HOSTS_WIDENED, false);
        assertThat(repairs.take(ConditionReason.NOT_ACCEPTED)).containsExactly(Drift.HOSTS_WIDENED);
    }
}
