/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the times of an election promise. */
class LeaseTimesTest {

    private static final LeaseTimes TIMES = LeaseTimes.DEFAULT;

    @Test
    void aLeaderThatWasKilledIsFollowedInLessThanTwentySeconds() {
        // Two requests to take the Lease, and what is left is for filling the caches.
        assertThat(TIMES.longestFailOver().plus(TIMES.request())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void theMandateEndsBeforeTheLeaseDoes() {
        assertThat(TIMES.lease().minus(TIMES.mandate())).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aRenewalMayFailSlowlyAndTheNextOneStillComesInTime() {
        assertThat(TIMES.renewal().plus(TIMES.request()).plus(TIMES.retry()).plus(TIMES.request()))
                .isLessThan(TIMES.mandate());
    }

    @Test
    void aReplicaWritesFifteenTimesAMinuteAtTheMost() {
        assertThat(Duration.ofMinutes(1).dividedBy(TIMES.renewal())).isLessThanOrEqualTo(15);
    }
}
