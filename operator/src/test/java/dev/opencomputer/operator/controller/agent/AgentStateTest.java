/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.AgentFixture.agent;
import static dev.opencomputer.operator.controller.agent.Situation.HOME;
import static dev.opencomputer.operator.controller.agent.Situation.ID;
import static dev.opencomputer.operator.controller.agent.Situation.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an Agent looks like to those that write into its store. */
class AgentStateTest {

    private static AgentFixture holding() {
        return agent().claiming("resolver", HOME, "default").withStore(ID.storeName(), STORE.value());
    }

    @Test
    void holdsNothingBeforeItsClaim() {
        AgentState state = AgentState.of(agent().get());

        assertThat(state.claim()).isEmpty();
        assertThat(state.standing()).isEmpty();
        assertThat(state.storeId()).isEmpty();
    }

    @Test
    void saysWhyItHoldsNothing() {
        AgentState state = AgentState.of(
                agent().judged(ConditionReason.CONNECTION_MISSING, 1).get());

        assertThat(state.claim()).isEmpty();
        assertThat(state.standing()).contains(ConditionReason.CONNECTION_MISSING);
    }

    @Test
    void holdsItsIdAndStoreByItsStatus() {
        AgentState state = AgentState.of(holding().get());

        assertThat(state.claim()).contains(new Claim(ID, Optional.of(HOME), "default"));
        assertThat(state.storeId()).contains(STORE);
    }

    @Test
    void holdsNothingWhileAnotherHoldsItsIdWhateverItOnceClaimed() {
        AgentState state =
                AgentState.of(holding().judged(ConditionReason.ID_CONFLICT, 1).get());

        assertThat(state.claim()).isEmpty();
        assertThat(state.standing()).contains(ConditionReason.ID_CONFLICT);
    }

    @Test
    void hasNoStoreWhileThatIsOnlyAnnounced() {
        AgentState state = AgentState.of(agent().claiming("resolver", HOME, "default")
                .withStore(ID.storeName(), null)
                .get());

        assertThat(state.claim()).isPresent();
        assertThat(state.storeId()).isEmpty();
    }

    @Test
    void isPausedAndDeletedAsItsObjectSays() {
        assertThat(AgentState.of(holding().paused("true").get()).paused()).isTrue();
        assertThat(AgentState.of(holding().paused("false").get()).paused()).isFalse();
        assertThat(AgentState.of(holding().beingDeleted().get()).deleting()).isTrue();
    }

    @Test
    void isTheSameWhateverThatConcernsItsRecordAlone() {
        AgentState calm =
                AgentState.of(holding().judged(ConditionReason.IN_SYNC, 1).get());

        assertThat(AgentState.of(holding()
                        .generation(2)
                        .version(200)
                        .applied("another")
                        .judged(ConditionReason.UNREACHABLE, 2)
                        .get()))
                .isEqualTo(calm);
    }
}
