/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.AgentFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.Observed.History;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a status, and the process's memory, say of what became of an Agent so far. */
class HistoryTest {

    private static final long UNKNOWN = -1;

    private final AgentMemory.Entry entry = new AgentMemory(System::nanoTime, Duration.ofMinutes(10)).of(agent().get());

    private History of(AgentFixture agent) {
        return AgentStatuses.history(agent.get(), UNKNOWN, 0, entry.owesLook(agent.get()));
    }

    @Test
    void isEmptyWithoutAStatus() {
        History history = of(agent());

        assertThat(history.unchanged()).isFalse();
        assertThat(history.inPlace()).isFalse();
        assertThat(history.standing()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_SYNC", "NOT_ACCEPTED", "CONTENDED", "SECRETS_PENDING", "SECRETS_FAILING"})
    void isInPlaceAfterAVerdictThatFollowsTheWrite(ConditionReason reason) {
        assertThat(of(agent().judged(reason, 1)).inPlace()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"IN_SYNC", "NOT_ACCEPTED", "CONTENDED", "SECRETS_PENDING", "SECRETS_FAILING"})
    void isNotInPlaceAfterAVerdictThatMayComeBeforeTheWrite(ConditionReason reason) {
        History history = of(agent().judged(reason, 1));

        assertThat(history.inPlace()).isFalse();
        assertThat(history.unchanged()).isTrue();
    }

    @Test
    void isInPlaceWhenAStoreWasRefusedOnceTheRecordWasDone() {
        assertThat(of(agent().claiming("resolver", "org-1", "default").judged(ConditionReason.ADOPTION_REFUSED, 1))
                        .inPlace())
                .isTrue();
    }

    @Test
    void isNeitherUnchangedNorInPlaceWithANewGeneration() {
        History history = of(agent().judged(ConditionReason.IN_SYNC, 1).generation(2));

        assertThat(history.unchanged()).isFalse();
        assertThat(history.inPlace()).isFalse();
    }

    @Test
    void staysInPlaceWhenSomebodyAsksForAReconcile() {
        History history = of(agent().judged(ConditionReason.IN_SYNC, 1).asking("monday"));

        assertThat(history.unchanged()).isFalse();
        assertThat(history.inPlace()).isTrue();
    }

    @Test
    void isToBeWrittenAgainWhenSomebodyAsksAndItWasNotAccepted() {
        assertThat(of(agent().judged(ConditionReason.NOT_ACCEPTED, 1).asking("monday"))
                        .inPlace())
                .isFalse();
    }

    @Test
    void isNotUnchangedBeforeATryThatWasAskedForHasSucceeded() {
        of(agent().judged(ConditionReason.IN_SYNC, 1).asking("monday"));
        entry.concluded(ConditionReason.UNREACHABLE, 1);
        AgentFixture failed =
                agent().judged(ConditionReason.UNREACHABLE, 1).asking("monday").handled("monday");

        assertThat(of(failed).unchanged()).isFalse();

        entry.concluded(ConditionReason.IN_SYNC, 1);
        assertThat(of(failed).unchanged()).isTrue();
    }

    @Test
    void isUnchangedOnceTheRequestWasHandled() {
        assertThat(of(agent().judged(ConditionReason.NOT_ACCEPTED, 1)
                                .asking("monday")
                                .handled("monday"))
                        .inPlace())
                .isTrue();
    }

    @Test
    void staysInPlaceThroughAnOutageThatTheProcessLivedThrough() {
        assertThat(AgentStatuses.history(
                                agent().judged(ConditionReason.UNREACHABLE, 1).get(), 1, 0, false)
                        .inPlace())
                .isTrue();
    }

    @Test
    void readsTheStandingVerdict() {
        assertThat(of(agent().judged(ConditionReason.PAUSED, 1)).standing())
                .contains(Verdict.of(ConditionReason.PAUSED, "message of Paused"));
    }
}
