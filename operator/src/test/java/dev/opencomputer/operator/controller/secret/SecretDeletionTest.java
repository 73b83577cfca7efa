/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.api.ConditionReason.AGENT_NOT_READY;
import static dev.opencomputer.operator.api.ConditionReason.CONNECTION_MISSING;
import static dev.opencomputer.operator.api.ConditionReason.ID_CONFLICT;
import static dev.opencomputer.operator.api.ConditionReason.ORGANISATION_CHANGED;
import static dev.opencomputer.operator.api.ConditionReason.PAUSED;
import static dev.opencomputer.operator.api.ConditionReason.UNEXPECTED_ANSWER;
import static dev.opencomputer.operator.controller.secret.DecisionTable.check;
import static dev.opencomputer.operator.controller.secret.DecisionTable.ends;
import static dev.opencomputer.operator.controller.secret.DecisionTable.letsGo;
import static dev.opencomputer.operator.controller.secret.DecisionTable.when;
import static dev.opencomputer.operator.controller.secret.Observed.NamespaceView.STAYS;
import static dev.opencomputer.operator.controller.secret.Observed.NamespaceView.TERMINATING;
import static dev.opencomputer.operator.controller.secret.Situation.ANOTHER_STORE;
import static dev.opencomputer.operator.controller.secret.Situation.DIGEST;
import static dev.opencomputer.operator.controller.secret.Situation.ELSEWHERE;
import static dev.opencomputer.operator.controller.secret.Situation.STORE;
import static dev.opencomputer.operator.controller.secret.Situation.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.secret.Plan.AskOrganisation;
import dev.opencomputer.operator.controller.secret.Plan.DeleteKey;
import dev.opencomputer.operator.controller.secret.Plan.Farewell;
import dev.opencomputer.operator.controller.secret.Plan.ListKeys;
import dev.opencomputer.operator.controller.secret.Plan.ListStores;
import dev.opencomputer.operator.controller.secret.Plan.LookAtNamespace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes next for an AgentSecret that is being deleted. */
class SecretDeletionTest {

    /** It holds its key, its Agent and the namespace stay, and nobody waits for the key. */
    private static Situation going() {
        return secret().put().deleting().namespace(STAYS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"removesItsKey", "touchesNothing", "unproven", "outOfReach", "paused"})
    void decides(String words, Situation situation, Object expected) {
        check(situation, expected);
    }

    static Stream<Arguments> removesItsKey() {
        return Stream.of(
                when("first: does the namespace stay?", secret().put().deleting(), new LookAtNamespace()),
                when("it does: the DELETE", going(), new DeleteKey(STORE)),
                when("the DELETE was answered", going().key(new KeyView.Deleted()), letsGo(Farewell.DELETED)),
                when(
                        "one that records no store may have put its key before it could say so",
                        secret().deleting().namespace(STAYS),
                        new DeleteKey(STORE)),
                when(
                        "what the last PUT did is not known",
                        secret().put(STORE, Optional.empty()).deleting().namespace(STAYS),
                        new DeleteKey(STORE)),
                when("it needs no value", going().value(new ValueView.NotLooked()), new DeleteKey(STORE)));
    }

    static Stream<Arguments> touchesNothing() {
        return Stream.of(
                when("Retain", secret().put().retaining().deleting(), letsGo(Farewell.KEPT)),
                when(
                        "Retain, without a connection",
                        secret().put().retaining().withoutConnection().deleting(),
                        letsGo(Farewell.KEPT)),
                when("Retain, paused", secret().put().retaining().paused().deleting(), letsGo(Farewell.KEPT)),
                when(
                        "Retain says nothing of a key that was never put",
                        secret().withoutFinalizer().retaining().deleting(),
                        letsGo()),
                when("there is no Agent", secret().put().withoutAgent().deleting(), letsGo()),
                when(
                        "the Agent is being deleted",
                        secret().put().agentDeleting().deleting(),
                        letsGo()),
                when(
                        "the Agent is paused and being deleted",
                        secret().put().agentPaused().agentDeleting().deleting(),
                        letsGo()),
                when(
                        "another holds the Agent's id",
                        secret().put()
                                .agentHoldsNothing(Optional.of(ID_CONFLICT))
                                .deleting(),
                        letsGo()),
                when(
                        "the Agent has no store",
                        secret().put().agentHasStore(Optional.empty()).deleting(),
                        letsGo()),
                when(
                        "the Agent has another store by now",
                        secret().put(ANOTHER_STORE, Optional.of(DIGEST)).deleting(),
                        letsGo()),
                when(
                        "the Agent that it is owned by is no more",
                        secret().put().ofFormerAgent().deleting(),
                        letsGo()),
                when("another holds the key", secret().put().heldBy("first").deleting(), letsGo()),
                when(
                        "another waits for the key, and will overwrite it",
                        secret().put().awaited().deleting(),
                        letsGo()),
                when(
                        "it put nothing, and has no finalizer",
                        secret().withoutFinalizer().deleting(),
                        letsGo()),
                when(
                        "the namespace goes with everything in it",
                        secret().put().deleting().namespace(TERMINATING),
                        letsGo()),
                when(
                        "the namespace goes, and this one is paused",
                        secret().put().paused().deleting().namespace(TERMINATING),
                        letsGo()),
                when(
                        "the namespace goes, and there is no connection",
                        secret().put().withoutConnection().deleting().namespace(TERMINATING),
                        letsGo()));
    }

    static Stream<Arguments> unproven() {
        return Stream.of(
                when(
                        "the DELETE was answered with 404: a listing of this moment tells",
                        going().key(new KeyView.Unproven()),
                        new ListKeys(STORE, true)),
                when("the key is not listed", going().key(new KeyView.Absent()), letsGo()),
                when(
                        "the listing of keys is answered with 404 too",
                        going().key(new KeyView.StoreUnproven()),
                        new ListStores(STORE)),
                when("the store is gone", going().key(new KeyView.StoreGone()), letsGo()),
                when(
                        "the store is gone from an organisation without any: is it the same?",
                        going().leadingNowhereKnown(false).key(new KeyView.StoreGone()),
                        new AskOrganisation()),
                when(
                        "that asks by writing, so while paused it waits",
                        going().paused().leadingNowhereKnown(false).key(new KeyView.StoreGone()),
                        ends(PAUSED)),
                when(
                        "a server that names no organisation is believed",
                        going().leadingNowhereKnown(true).key(new KeyView.StoreGone()),
                        letsGo()),
                when("nobody asks before it matters", going().leadingNowhereKnown(false), new DeleteKey(STORE)),
                when("the store is there after all", going().key(new KeyView.Contradicted()), ends(UNEXPECTED_ANSWER)));
    }

    static Stream<Arguments> outOfReach() {
        return Stream.of(
                when("there is no connection", going().withoutConnection(), ends(CONNECTION_MISSING)),
                when("there is another organisation", going().leadingTo(ELSEWHERE), ends(ORGANISATION_CHANGED)),
                when(
                        "nothing is believed gone in another organisation",
                        going().leadingTo(ELSEWHERE).key(new KeyView.StoreGone()),
                        ends(ORGANISATION_CHANGED)));
    }

    static Stream<Arguments> paused() {
        return Stream.of(
                when("paused: is there something to delete?", going().paused(), new ListKeys(STORE, true)),
                when(
                        "paused: the DELETE waits",
                        going().paused().keyAllows(),
                        ends(PAUSED).saying("deletion")),
                when(
                        "paused: nothing to delete, nothing to wait for",
                        going().paused().key(new KeyView.Absent()),
                        letsGo()),
                when("the Agent is paused: only looks", going().agentPaused(), new ListKeys(STORE, true)),
                when(
                        "the Agent is paused: the DELETE waits",
                        going().agentPaused().keyAllows(),
                        ends(AGENT_NOT_READY).saying("deletion")),
                when("no longer paused: what was found is deleted", going().keyAllows(), new DeleteKey(STORE)));
    }

    @Test
    void aKeyThatIsListedAfterItsDeleteDidNotFindItIsNotAskedForAgainAtOnce() {
        Situation situation = going().key(new KeyView.Unproven());

        Observed after = situation.observed().with(new KeyView.Found(List.of(), Optional.empty()));

        assertThat(after.key()).isEqualTo(new KeyView.Contradicted());
    }
}
