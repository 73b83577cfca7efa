/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ElectionTest {

    private static final LeaseTimes TIMES = LeaseTimes.DEFAULT;

    private final Clocks clocks = new Clocks();
    private final LeaseServer server = new LeaseServer();
    private final Election one = candidate("one");
    private final Election other = candidate("other");

    @Test
    void theFirstOneTakesALeaseThatIsNotThere() {
        one.step();

        assertThat(leads(one)).isTrue();
        assertThat(server.holder()).contains("one");
    }

    @Test
    void aLeaseThatIsRenewedIsLeftAlone() {
        one.step();
        for (int round = 0; round < 10; round++) {
            other.step();
            clocks.pass(TIMES.renewal());
            one.step();
        }

        other.step();

        assertThat(leads(one)).isTrue();
        assertThat(other.term()).isEmpty();
    }

    @Test
    void aLeaderThatFallsSilentIsFollowedOnceItWasWatchedBeingSilentForTheWholeTime() {
        one.step();
        clocks.pass(Duration.ofMinutes(5));
        other.step();
        assertThat(other.term()).isEmpty();

        clocks.pass(TIMES.lease().minusMillis(1));
        other.step();
        assertThat(other.term()).isEmpty();

        clocks.pass(Duration.ofMillis(1));
        other.step();
        assertThat(leads(other)).isTrue();
        assertThat(leads(one)).isFalse();
    }

    @Test
    void aClockThatIsAheadTakesNothingEarlier() {
        one.step();
        other.step();

        clocks.set(Duration.ofHours(1));
        other.step();

        assertThat(other.term()).isEmpty();
    }

    @Test
    void aHolderWithLongerTimesIsRespectedForAsLongAsItSays() {
        one.step();
        server.edit(lease -> lease.getSpec().setLeaseDurationSeconds(60));
        other.step();

        clocks.pass(Duration.ofSeconds(59));
        other.step();
        assertThat(other.term()).isEmpty();

        clocks.pass(Duration.ofSeconds(1));
        other.step();
        assertThat(leads(other)).isTrue();
    }

    @Test
    void aHolderThatSaysAnHourIsRespectedForAMinute() {
        one.step();
        server.edit(lease -> lease.getSpec().setLeaseDurationSeconds(3600));
        other.step();

        clocks.pass(Duration.ofMinutes(1));
        other.step();

        assertThat(leads(other)).isTrue();
    }

    @Test
    void whoStepsBackReleasesTheLeaseAndTakesItAgainAtItsNextStep() {
        one.step();

        one.stepBack();
        assertThat(server.holder()).isEmpty();
        one.step();

        assertThat(leads(one)).isTrue();
    }

    @Test
    void aLeaseThatIsReleasedIsTakenAtTheNextLook() {
        one.step();
        other.step();

        one.close();
        other.step();

        assertThat(leads(other)).isTrue();
    }

    @Test
    void whoFindsTheLeaseTakenEndsItsTermForGood() {
        one.step();
        server.takenBy("other");

        one.step();

        assertThat(one.term().orElseThrow().isOver()).isTrue();
    }

    @Test
    void aTermThatEndedIsFollowedByAnotherOnlyWhenItIsFinished() {
        one.step();
        Term former = one.term().orElseThrow();
        clocks.pass(TIMES.lease());

        one.step();
        assertThat(one.term()).contains(former);

        one.finished();
        one.step();
        assertThat(leads(one)).isTrue();
        assertThat(former.holds()).isFalse();
    }

    @Test
    void whoLostItsLeaseDoesNotReleaseThatOfAnother() {
        one.step();
        server.takenBy("other");
        one.step();

        one.close();

        assertThat(server.holder()).contains("other");
    }

    @Test
    void aRenewalWhoseAnswerWasLostIsFollowedByAnother() {
        one.step();
        clocks.pass(TIMES.renewal());
        server.losesNextAnswer();

        assertThat(one.step()).isEqualTo(TIMES.retry());
        assertThat(one.step()).isEqualTo(Duration.ZERO);
        clocks.pass(TIMES.mandate().minus(TIMES.renewal()));
        one.step();

        assertThat(leads(one)).isTrue();
    }

    @Test
    void whoIsCutOffStopsBeforeAnotherMayFollow() {
        one.step();
        other.step();
        server.cutOff("one");

        while (!leads(other)) {
            clocks.pass(Duration.ofMillis(500));
            one.step();
            other.step();
            assertThat(leads(one) && leads(other)).isFalse();
        }

        assertThat(leads(one)).isFalse();
    }

    @Test
    void ofTwoThatTakeItAtOnceOneLeads() {
        server.beforeNextWrite(() -> server.takenBy("other"));

        one.step();

        assertThat(one.term()).isEmpty();
        assertThat(server.holder()).contains("other");
    }

    @Test
    void aLeaseThatIsDeletedUnderItsHolderIsRespectedForAsLongAsTheHolder() {
        one.step();
        other.step();
        server.delete();

        other.step();
        assertThat(other.term()).isEmpty();

        clocks.pass(TIMES.lease());
        other.step();
        assertThat(leads(other)).isTrue();
        assertThat(leads(one)).isFalse();
    }

    @Test
    void itsThreadTakesTheLeaseAndGivesItBack() throws Exception {
        Election threaded = new Election(server.as("one"), candidacy("one"), TIMES, Moment::now);
        threaded.join();

        assertThat(threaded.awaitTerm().holds()).isTrue();
        threaded.close();

        assertThat(server.holder()).isEmpty();
        assertThat(threaded.isAlive()).isFalse();
    }

    private boolean leads(Election election) {
        return election.term().filter(Term::holds).isPresent();
    }

    private Election candidate(String identity) {
        return new Election(server.as(identity), candidacy(identity), TIMES, clocks::now);
    }

    private static Candidacy candidacy(String identity) {
        return new Candidacy("opencomputer-system", "lease", identity, new WatchedNamespaces(Set.of()));
    }
}
