/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.api.ConditionReason.ADOPTION_REFUSED;
import static dev.opencomputer.operator.api.ConditionReason.AGENT_NOT_FOUND;
import static dev.opencomputer.operator.api.ConditionReason.AGENT_NOT_READY;
import static dev.opencomputer.operator.api.ConditionReason.CONNECTION_MISSING;
import static dev.opencomputer.operator.api.ConditionReason.ID_CONFLICT;
import static dev.opencomputer.operator.api.ConditionReason.INVALID_VALUE;
import static dev.opencomputer.operator.api.ConditionReason.KEY_CONFLICT;
import static dev.opencomputer.operator.api.ConditionReason.MALFORMED_SEALED_VALUE;
import static dev.opencomputer.operator.api.ConditionReason.ORGANISATION_CHANGED;
import static dev.opencomputer.operator.api.ConditionReason.SECRET_KEY_NOT_FOUND;
import static dev.opencomputer.operator.api.ConditionReason.SECRET_NOT_FOUND;
import static dev.opencomputer.operator.api.ConditionReason.SECRET_UNREADABLE;
import static dev.opencomputer.operator.api.ConditionReason.SOURCE_FORBIDDEN;
import static dev.opencomputer.operator.api.ConditionReason.UNKNOWN_SEALING_KEY;
import static dev.opencomputer.operator.api.ConditionReason.UNSEALING_FAILED;
import static dev.opencomputer.operator.controller.secret.DecisionTable.check;
import static dev.opencomputer.operator.controller.secret.DecisionTable.ends;
import static dev.opencomputer.operator.controller.secret.DecisionTable.endsInSync;
import static dev.opencomputer.operator.controller.secret.DecisionTable.waits;
import static dev.opencomputer.operator.controller.secret.DecisionTable.waitsForTheStore;
import static dev.opencomputer.operator.controller.secret.DecisionTable.when;
import static dev.opencomputer.operator.controller.secret.Situation.AGENT;
import static dev.opencomputer.operator.controller.secret.Situation.ELSEWHERE;
import static dev.opencomputer.operator.controller.secret.Situation.HOME;
import static dev.opencomputer.operator.controller.secret.Situation.STORE;
import static dev.opencomputer.operator.controller.secret.Situation.secret;

import dev.opencomputer.operator.controller.secret.Plan.AddFinalizer;
import dev.opencomputer.operator.controller.secret.Plan.Ignore;
import dev.opencomputer.operator.controller.secret.Plan.PutKey;
import dev.opencomputer.operator.controller.secret.Plan.ReadValue;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes next for an AgentSecret that stays, until its key is there. */
class SecretDecisionTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource({"firstPut", "withoutAgent", "withoutValue", "inConflict", "connected"})
    void decides(String words, Situation situation, Object expected) {
        check(situation, expected);
    }

    static Stream<Arguments> firstPut() {
        return Stream.of(
                when("nobody has looked: the value first", secret(), new ReadValue()),
                when("the value is there", secret().read(), new PutKey(STORE, Optional.empty())),
                when(
                        "the finalizer before the first PUT",
                        secret().withoutFinalizer().read(),
                        new AddFinalizer()),
                when("no finalizer for a look", secret().withoutFinalizer(), new ReadValue()),
                when("the PUT was answered", secret().read().key(new KeyView.Put(Optional.empty())), endsInSync()),
                when(
                        "the Agent has no store: its reconcile makes one",
                        secret().agentHasStore(Optional.empty()).read(),
                        waitsForTheStore().saying(AGENT)),
                when(
                        "no store is asked for before there is a value for it",
                        secret().agentHasStore(Optional.empty()),
                        new ReadValue()),
                when(
                        "no finalizer while the store is awaited",
                        secret().withoutFinalizer()
                                .agentHasStore(Optional.empty())
                                .read(),
                        waitsForTheStore()));
    }

    static Stream<Arguments> withoutAgent() {
        return Stream.of(
                when(
                        "there is no Agent",
                        secret().withoutAgent(),
                        waits(AGENT_NOT_FOUND).saying(AGENT)),
                when(
                        "there is no Agent any more: what was put stays",
                        secret().put().withoutAgent(),
                        waits(AGENT_NOT_FOUND)),
                when(
                        "the Agent is being deleted",
                        secret().put().agentDeleting(),
                        waits(AGENT_NOT_READY).saying("being deleted")),
                when(
                        "nobody has judged the Agent yet",
                        secret().agentHoldsNothing(Optional.empty()),
                        waits(AGENT_NOT_READY)),
                when(
                        "another holds the Agent's id",
                        secret().agentHoldsNothing(Optional.of(ID_CONFLICT)),
                        ends(AGENT_NOT_READY).saying("IdConflict")),
                when(
                        "the Agent was refused",
                        secret().agentHoldsNothing(Optional.of(ADOPTION_REFUSED)),
                        ends(AGENT_NOT_READY).saying("AdoptionRefused")),
                when("the Agent that it is owned by is no more", secret().read().ofFormerAgent(), new Ignore()),
                when(
                        "the Agent that it is owned by is no more, nor is another of that name there",
                        secret().withoutAgent().ofFormerAgent(),
                        new Ignore()));
    }

    static Stream<Arguments> withoutValue() {
        return Stream.concat(
                Stream.of(SECRET_NOT_FOUND, SECRET_KEY_NOT_FOUND)
                        .flatMap(reason -> Stream.of(
                                when("may be on its way: " + reason, secret().noValue(reason), waits(reason)),
                                when(
                                        "is gone, what was put stays: " + reason,
                                        secret().put().noValue(reason),
                                        waits(reason)))),
                Stream.of(
                                INVALID_VALUE,
                                SOURCE_FORBIDDEN,
                                SECRET_UNREADABLE,
                                MALFORMED_SEALED_VALUE,
                                UNKNOWN_SEALING_KEY,
                                UNSEALING_FAILED)
                        .map(reason -> when(
                                "cannot be used, what was put stays: " + reason,
                                secret().put().noValue(reason),
                                ends(reason).saying("what to do"))));
    }

    static Stream<Arguments> inConflict() {
        return Stream.of(
                when(
                        "another holds the key",
                        secret().heldBy("first"),
                        ends(KEY_CONFLICT).saying("first")),
                when(
                        "who waits for a key answers for it once the holder has gone",
                        secret().heldBy("first").withoutFinalizer(),
                        new AddFinalizer()),
                when(
                        "another holds it, even while there is no Agent",
                        secret().heldBy("first").withoutAgent(),
                        ends(KEY_CONFLICT)),
                when(
                        "another holds it, and this one is paused",
                        secret().heldBy("first").paused(),
                        ends(KEY_CONFLICT)),
                when(
                        "it is void, and never in conflict",
                        secret().heldBy("first").ofFormerAgent(),
                        new Ignore()),
                when(
                        "it holds the key, and another waits for it",
                        secret().read().awaited(),
                        new PutKey(STORE, Optional.empty())));
    }

    static Stream<Arguments> connected() {
        return Stream.of(
                when(
                        "there is no connection",
                        secret().withoutConnection(),
                        ends(CONNECTION_MISSING).saying("no url")),
                when(
                        "there is another organisation",
                        secret().put().leadingTo(ELSEWHERE),
                        ends(ORGANISATION_CHANGED).saying(ELSEWHERE)),
                when(
                        "there is another organisation, and what was put is gone there: nothing of that is believed",
                        secret().put().leadingTo(ELSEWHERE).read().key(new KeyView.StoreGone()),
                        ends(ORGANISATION_CHANGED).saying(HOME)));
    }
}
