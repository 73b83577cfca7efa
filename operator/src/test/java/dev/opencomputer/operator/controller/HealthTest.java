/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.monitoring.HealthAnswer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Work work = new Work();
    private Optional<Work> running = Optional.of(work);
    private boolean electing = true;
    private long nanos = -1;
    private final Health health = new Health(() -> running, () -> electing, () -> nanos);

    @Test
    void oneThatStandsByIsReady() {
        running = Optional.empty();

        assertThat(health.ready()).isEqualTo(HealthAnswer.good("standing by"));
        assertThat(health.live().good()).isTrue();
    }

    @Test
    void aLeaderIsReadyOnceItsCachesAreInSync() {
        work.inSync = false;
        assertThat(health.ready().good()).isFalse();

        work.inSync = true;
        assertThat(health.ready()).isEqualTo(HealthAnswer.OK);
    }

    @Test
    void aLeaderThatIsBeingStoppedIsNotReadyAndNeedsNoRestart() {
        work.stopping = true;
        work.following = false;

        assertThat(health.ready()).isEqualTo(HealthAnswer.bad("stopping"));
        pass(Health.NOT_LIVE_AFTER);
        assertThat(health.live().good()).isTrue();
    }

    @Test
    void aWatchThatIsOpenedAgainSoonIsNothingToTell() {
        work.following = false;
        assertThat(health.ready().good()).isTrue();
        pass(Health.NOT_READY_AFTER.minusSeconds(1));

        work.following = true;
        assertThat(health.ready().good()).isTrue();
        work.following = false;
        pass(Duration.ofSeconds(1));

        assertThat(health.ready().good()).isTrue();
    }

    @Test
    void anInformerThatIsCutOffForLongIsToldFirstAndThenEndsTheProcess() {
        work.following = false;
        assertThat(health.ready().good()).isTrue();

        pass(Health.NOT_READY_AFTER);
        assertThat(health.ready().good()).isFalse();
        assertThat(health.live().good()).isTrue();

        pass(Health.NOT_LIVE_AFTER.minus(Health.NOT_READY_AFTER));
        assertThat(health.live().good()).isFalse();
    }

    @Test
    void cachesThatAreBeingFilledForLongAreNoReasonForARestart() {
        work.inSync = false;
        work.following = false;
        assertThat(health.live().good()).isTrue();

        pass(Health.NOT_LIVE_AFTER);

        assertThat(health.live().good()).isTrue();
    }

    @Test
    void anElectionThatHasStoppedNeedsARestart() {
        electing = false;

        assertThat(health.live().good()).isFalse();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static final class Work implements Health.Work {

        private boolean stopping;
        private boolean inSync = true;
        private boolean following = true;

        @Override
        public boolean areStopping() {
            return stopping;
        }

        @Override
        public boolean areInSync() {
            return inSync;
        }

        @Override
        public boolean areFollowing() {
            return following;
        }
    }
}
