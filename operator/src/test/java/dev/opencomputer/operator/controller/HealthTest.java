/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.monitoring.HealthAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
        assertThat(health.live().good()).isTrue();

        work.inSync = true;
        assertThat(health.ready()).isEqualTo(HealthAnswer.OK);
    }

    @Test
    void aLeaderThatIsBeingStoppedIsNotReadyAndNeedsNoRestart() {
        work.stopping = true;
        work.deafTo("Agents in a", "Agents in b", "Secrets in a", "Secrets in b");

        assertThat(health.ready()).isEqualTo(HealthAnswer.bad("stopping"));
        assertThat(health.live().good()).isTrue();
        pass(Health.STOPPED_AFTER.minusSeconds(1));
        assertThat(health.live().good()).isTrue();
    }

    @Test
    void aWatchThatIsOpenedAgainSoonIsNothingToTell() {
        work.deafTo("Agents in a", "Agents in b", "Secrets in a", "Secrets in b");
        assertThat(health.ready().good()).isTrue();
        pass(Health.NOT_READY_AFTER.minusSeconds(1));

        work.deafTo();
        assertThat(health.ready().good()).isTrue();
        work.deafTo("Agents in a", "Agents in b", "Secrets in a", "Secrets in b");
        pass(Duration.ofSeconds(1));

        assertThat(health.ready().good()).isTrue();
    }

    @Test
    void anInformerThatIsCutOffForLongIsToldFirstAndThenEndsTheProcess() {
        work.deafTo("Agents in a", "Agents in b", "Secrets in a", "Secrets in b");
        assertThat(health.ready().good()).isTrue();

        pass(Health.NOT_READY_AFTER);
        assertThat(health.ready().good()).isFalse();
        assertThat(health.live().good()).isTrue();

        pass(Health.NOT_LIVE_AFTER.minus(Health.NOT_READY_AFTER));
        assertThat(health.live().good()).isFalse();
    }

    @Test
    void oneNamespaceThatIsCutOffIsToldAndTakesTheOthersNothing() {
        work.deafTo("Secrets in b");
        assertThat(health.ready()).isEqualTo(HealthAnswer.OK);

        pass(Health.NOT_READY_AFTER);
        assertThat(health.ready()).isEqualTo(HealthAnswer.good("ok, but cut off from the API server: Secrets in b"));

        pass(Health.NOT_LIVE_AFTER);
        assertThat(health.live().good()).isTrue();
    }

    @Test
    void aKindThatIsFollowedNowhereIsNotReadyAndNeedsNoRestart() {
        work.deafTo("Secrets in a", "Secrets in b");
        assertThat(health.ready().good()).isTrue();

        pass(Health.NOT_LIVE_AFTER);

        assertThat(health.ready().good()).isFalse();
        assertThat(health.live().good()).isTrue();
    }

    @Test
    void whatKeepsItFromAllWorkIsTold() {
        work.hindrance = Optional.of("nothing is reconciled");

        assertThat(health.ready()).isEqualTo(HealthAnswer.bad("nothing is reconciled"));
        assertThat(health.live().good()).isTrue();
    }

    @Test
    void aStopThatHangsNeedsARestart() {
        work.stopping = true;
        assertThat(health.live().good()).isTrue();

        pass(Health.STOPPED_AFTER);
        assertThat(health.live().good()).isFalse();

        running = Optional.empty();
        assertThat(health.live().good()).isTrue();
    }

    @Test
    void cachesThatAreBeingFilledForLongAreNoReasonForARestart() {
        work.inSync = false;
        work.deafTo("Agents in a", "Agents in b", "Secrets in a", "Secrets in b");
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
        private Optional<String> hindrance = Optional.empty();
        private List<String> deaf = List.of();

        private void deafTo(String... informers) {
            deaf = List.of(informers);
        }

        @Override
        public boolean areStopping() {
            return stopping;
        }

        @Override
        public boolean areInSync() {
            return inSync;
        }

        @Override
        public List<Health.Informer> informers() {
            assertThat(inSync).as("those that have not begun cannot be asked").isTrue();
            return Stream.of("Agents in a", "Agents in b", "Secrets in a", "Secrets in b")
                    .map(name -> new Health.Informer(name.replaceFirst("s in .*", ""), name, !deaf.contains(name)))
                    .toList();
        }

        @Override
        public Optional<String> hindrance() {
            return hindrance;
        }
    }
}
