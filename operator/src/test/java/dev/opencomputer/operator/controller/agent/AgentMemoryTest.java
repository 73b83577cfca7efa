/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.AgentFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.controller.scheduling.Triggers;
import dev.opencomputer.operator.opencomputer.Hosts;
import dev.opencomputer.operator.opencomputer.SecretStore;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgentMemoryTest {

    private static final Duration PERIOD = Duration.ofMinutes(10);

    /** A clock of nanoseconds may begin anywhere, and may well pass its largest value. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);

    private final AgentMemory memory = new AgentMemory(clock::get, PERIOD);
    private final AgentMemory.Entry entry = memory.of(agent().get());

    private static final AgentMemory.Settled SETTLED = new AgentMemory.Settled(
            Verdict.of(ConditionReason.IN_SYNC, "fine"), true, Triggers.Asked.of(agent().get()));

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void knowsAnObjectByItsUidAndNotByItsName() {
        Agent successor = agent().get();
        successor.getMetadata().setUid("another");

        assertThat(memory.of(agent().version(200).get())).isSameAs(entry);
        assertThat(memory.of(successor)).isNotSameAs(entry);
    }

    @Test
    void aWholeReconcileIsDueUntilOneHasComeToAResultAndThenWhenItsTimeHasCome() {
        assertThat(entry.isDue(agent().get())).isTrue();
        entry.begins();
        assertThat(entry.isDue(agent().get())).isTrue();

        entry.settles(SETTLED, Duration.ofMinutes(10));
        assertThat(entry.isDue(agent().get())).isFalse();
        assertThat(entry.untilDue()).isEqualTo(Duration.ofMinutes(10));

        pass(Duration.ofMinutes(10));
        assertThat(entry.isDue(agent().get())).isTrue();
    }

    @Test
    void aCallWhileAWholeReconcileIsUnderWayIsNotLost() {
        entry.begins();
        entry.call();
        entry.settles(SETTLED, Duration.ofMinutes(10));

        assertThat(entry.isDue(agent().get())).isTrue();
    }

    @Test
    void aChangeThatComesBeforeAWholeReconcileWithTheAgentAsItWasIsNotLost() {
        entry.call();
        entry.begins();
        entry.settles(SETTLED, Duration.ofMinutes(10));

        assertThat(entry.isDue(agent().get())).isFalse();
        assertThat(entry.isDue(agent().generation(2).get())).isTrue();
        assertThat(entry.isDue(agent().beingDeleted().get())).isTrue();
    }

    @Test
    void aWholeReconcileThatBrokeOffStaysDue() {
        entry.begins();
        entry.settles(SETTLED, Duration.ofMinutes(10));
        entry.begins();

        assertThat(entry.isDue(agent().get())).isTrue();
    }

    @Test
    void forgetsAnObject() {
        memory.forget(agent().get());

        assertThat(memory.of(agent().get())).isNotSameAs(entry);
    }

    @Test
    void prefersTheAnswerToAnOwnWriteToAnOlderCache() {
        Agent answer = agent().version(101).get();
        entry.wrote(answer);

        assertThat(entry.freshest(agent().version(100).get())).isSameAs(answer);
    }

    @Test
    void keepsNothingThatNobodyReads() {
        Agent answer = agent().version(101).get();
        answer.getMetadata().setManagedFields(List.of(new ManagedFieldsEntry()));

        entry.wrote(answer);

        assertThat(answer.getMetadata().getManagedFields()).isNull();
    }

    @Test
    void prefersTheCacheOnceItHasCaughtUp() {
        entry.wrote(agent().version(101).get());
        Agent cached = agent().version(101).get();

        assertThat(entry.freshest(cached)).isSameAs(cached);
    }

    @Test
    void comparesVersionsAsNumbers() {
        Agent answer = agent().version(1000).get();
        entry.wrote(answer);

        assertThat(entry.freshest(agent().version(999).get())).isSameAs(answer);
    }

    @Test
    void neverGoesBackOnceTheCacheHasCaughtUp() {
        entry.wrote(agent().version(101).get());
        entry.freshest(agent().version(102).get());
        Agent cached = agent().version(100).get();

        assertThat(entry.freshest(cached)).isSameAs(cached);
    }

    @Test
    void countsFailuresInARow() {
        assertThat(entry.failed()).isEqualTo(1);
        assertThat(entry.failed()).isEqualTo(2);

        entry.succeeded();

        assertThat(entry.failed()).isEqualTo(1);
    }

    @Test
    void countsTheObjectsThatWaitForARetry() {
        memory.of(agent("team-b", "fine").get()).succeeded();
        entry.failed();
        assertThat(memory.retrying()).isEqualTo(1);

        entry.succeeded();

        assertThat(memory.retrying()).isZero();
    }

    @Test
    void isPastItsStartWhenARoutineCheckMayFollowItsFirstResult() {
        pass(Duration.ofHours(1));
        assertThat(entry.isPastStart()).isFalse();

        entry.concluded(ConditionReason.UNREACHABLE, 1);
        pass(Duration.ofSeconds(59));
        entry.concluded(ConditionReason.IN_SYNC, 1);
        assertThat(entry.isPastStart()).isFalse();

        pass(Duration.ofSeconds(1));
        assertThat(entry.isPastStart()).isTrue();
    }

    @Test
    void countsNoRepairAtFirst() {
        assertThat(entry.recentRepairs()).isZero();
    }

    @Test
    void countsNoRepairAtFirstWhereTheClockBeganBelowZero() {
        AgentMemory early = new AgentMemory(() -> -1, PERIOD);

        assertThat(early.of(agent("team-a", "early").get()).recentRepairs()).isZero();
    }

    @Test
    void countsRepairsInARowAlthoughRoutineChecksFindThem() {
        entry.repaired();
        pass(PERIOD.multipliedBy(6));
        entry.repaired();

        assertThat(entry.recentRepairs()).isEqualTo(2);
    }

    @Test
    void countsAnewOnceThereWasNothingToRepairForLong() {
        entry.repaired();
        entry.repaired();
        pass(PERIOD.multipliedBy(6).plusSeconds(1));
        assertThat(entry.recentRepairs()).isZero();

        entry.repaired();

        assertThat(entry.recentRepairs()).isOne();
    }

    @Test
    void waitsForTheNextRepairTwiceAsLongEachTime() {
        for (int repair = 0; repair < Remembered.CONTENTION_REPAIRS; repair++) {
            entry.repaired();
        }
        for (Duration pause : List.of(Duration.ofMinutes(10), Duration.ofMinutes(20), Duration.ofMinutes(40))) {
            pass(pause.minusSeconds(1));
            assertThat(entry.recentRepairs()).isEqualTo(Remembered.CONTENTION_REPAIRS);

            pass(Duration.ofSeconds(1));
            assertThat(entry.recentRepairs()).isLessThan(Remembered.CONTENTION_REPAIRS);

            entry.repaired();
        }
    }

    @Test
    void waitsForTheNextRepairAnHourAtMost() {
        for (int repair = 0; repair < 100; repair++) {
            entry.repaired();
        }

        pass(Duration.ofHours(1));

        assertThat(entry.recentRepairs()).isLessThan(Remembered.CONTENTION_REPAIRS);
    }

    @Test
    void countsNoMoreRepairsThanItTakesToContend() {
        for (int repair = 0; repair < 10 * Remembered.CONTENTION_REPAIRS; repair++) {
            entry.repaired();
        }

        assertThat(entry.recentRepairs()).isEqualTo(Remembered.CONTENTION_REPAIRS);
    }

    @Test
    void remembersWhenAnObjectWasSeen() {
        long first = entry.seenAt();
        pass(Duration.ofSeconds(1));

        entry.seen();

        assertThat(entry.seenAt() - first).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void remembersTheGenerationThatCameToRestThroughLaterFailures() {
        entry.concluded(ConditionReason.IN_SYNC, 7);
        entry.concluded(ConditionReason.UNREACHABLE, 8);

        assertThat(entry.settledGeneration()).isEqualTo(7);
    }

    @Test
    void forgetsTheGenerationThatWasNotAccepted() {
        entry.concluded(ConditionReason.IN_SYNC, 7);
        entry.concluded(ConditionReason.NOT_ACCEPTED, 7);

        assertThat(entry.settledGeneration()).isEqualTo(-1);
    }

    @Test
    void knowsTheAllowlistThatItFindsStandingButNotBetterThanTheAnswerToItsOwnWrite() {
        entry.allowlistStands(ConditionReason.IN_SYNC, storeWith("a.example"));
        assertThat(entry.answeredAllowlist()).isEmpty();

        entry.allowlistStands(ConditionReason.NOT_ACCEPTED, storeWith("b.example"));
        entry.allowlistStands(ConditionReason.NOT_ACCEPTED, storeWith("c.example"));
        assertThat(entry.answeredAllowlist()).contains(Hosts.of(List.of("b.example")));

        entry.answeredAllowlist(List.of("d.example"));
        entry.allowlistStands(ConditionReason.NOT_ACCEPTED, storeWith("e.example"));
        assertThat(entry.answeredAllowlist()).contains(Hosts.of(List.of("d.example")));
    }

    private static StoreView storeWith(String host) {
        return new StoreView.Found(
                new SecretStore(Situation.STORE, Situation.ID.storeName(), List.of(host), Optional.empty()),
                StoreView.Origin.SEEN);
    }

    @Test
    void holdsNoClaimForFreshUntilItWroteOne() {
        assertThat(entry.claimIsFresh()).isFalse();
    }
}
