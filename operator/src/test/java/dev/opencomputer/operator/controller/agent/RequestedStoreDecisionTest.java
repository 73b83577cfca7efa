/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.api.ConditionReason.ADOPTION_REFUSED;
import static dev.opencomputer.operator.api.ConditionReason.CONTENDED;
import static dev.opencomputer.operator.api.ConditionReason.ID_CONFLICT;
import static dev.opencomputer.operator.api.ConditionReason.PAUSED;
import static dev.opencomputer.operator.controller.agent.DecisionTable.allowlist;
import static dev.opencomputer.operator.controller.agent.DecisionTable.check;
import static dev.opencomputer.operator.controller.agent.DecisionTable.ends;
import static dev.opencomputer.operator.controller.agent.DecisionTable.endsInSync;
import static dev.opencomputer.operator.controller.agent.DecisionTable.when;
import static dev.opencomputer.operator.controller.agent.Situation.STORE;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static dev.opencomputer.operator.controller.agent.Situation.adopting;
import static dev.opencomputer.operator.controller.agent.Situation.refusing;

import dev.opencomputer.operator.controller.agent.Plan.CreateStore;
import dev.opencomputer.operator.controller.agent.Plan.DeleteStore;
import dev.opencomputer.operator.controller.agent.Plan.ListStores;
import dev.opencomputer.operator.controller.agent.Plan.RecordClaim;
import dev.opencomputer.operator.controller.agent.StoreView.Origin;
import dev.opencomputer.operator.controller.agent.Verdict.ClaimFate;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes next for an Agent that says nothing of a store, and whose AgentSecrets need one. */
class RequestedStoreDecisionTest {

    private static final CreateStore MADE = new CreateStore(Optional.empty(), false);
    private static final CreateStore MADE_AGAIN = new CreateStore(Optional.empty(), true);

    @ParameterizedTest(name = "{0}")
    @MethodSource({"adopts", "refuses", "mustNot"})
    void decides(String words, Situation situation, Object expected) {
        check(situation, expected);
    }

    private static Situation adoptingInSync() {
        return adopting().inSync().askedForAStore();
    }

    private static Situation refusingInSync() {
        return refusing().inSync().askedForAStore();
    }

    static Stream<Arguments> adopts() {
        return Stream.of(
                when("a listing of late will do", adoptingInSync(), new ListStores(Freshness.RECENT)),
                when(
                        "there is none: it is made, with no allowlist",
                        adoptingInSync().record(WANTED).noStore(),
                        MADE),
                when("it was made", adoptingInSync().record(WANTED).store(Origin.CREATED), endsInSync()),
                when(
                        "there is one: its allowlist is left as it is",
                        adoptingInSync().record(WANTED).storeAllows("b.example"),
                        endsInSync()),
                when(
                        "the name is taken: a listing shows by which store",
                        adoptingInSync().record(WANTED).store(new StoreView.Taken()),
                        new ListStores(Freshness.NOW)),
                when(
                        "it was removed by hand: it is made again",
                        adoptingInSync().owningTheStore().record(WANTED).noStore(),
                        MADE_AGAIN),
                when(
                        "it was removed by hand three times",
                        adoptingInSync()
                                .owningTheStore()
                                .repairedBefore(3)
                                .record(WANTED)
                                .noStore(),
                        ends(CONTENDED)),
                when(
                        "somebody manages the allowlist as well",
                        adoptingInSync().allowing("a.example").record(WANTED).storeAllows("b.example"),
                        allowlist(false)),
                when(
                        "nobody asks for it: none is made",
                        adopting().inSync().record(WANTED).noStore(),
                        endsInSync()));
    }

    static Stream<Arguments> refuses() {
        return Stream.of(
                when("a listing of this moment", refusingInSync(), new ListStores(Freshness.NOW)),
                when(
                        "there is none: it is announced before it is made",
                        refusingInSync().record(WANTED).noStore(),
                        new RecordClaim(true)),
                when(
                        "it is announced: the POST",
                        refusingInSync().announcingTheStore().record(WANTED).noStore(),
                        MADE),
                when(
                        "there is one that is not its own",
                        refusingInSync().record(WANTED).storeAllows(),
                        ends(ADOPTION_REFUSED)),
                when(
                        "somebody was first after the listing",
                        refusing()
                                .freshlyClaimed()
                                .askedForAStore()
                                .announcingTheStore()
                                .record(WANTED)
                                .store(new StoreView.Taken()),
                        ends(ADOPTION_REFUSED, ClaimFate.WITHDRAW_STORE)),
                when(
                        "its own was removed by hand: it is made again",
                        refusingInSync().owningTheStore().record(WANTED).noStore(),
                        MADE_AGAIN),
                when(
                        "a new Agent claims both at once",
                        refusing().askedForAStore().noStore().noRecord(),
                        new RecordClaim(true)));
    }

    static Stream<Arguments> mustNot() {
        return Stream.of(
                when(
                        "paused: the store waits",
                        adoptingInSync().paused().record(WANTED).noStore(),
                        ends(PAUSED)),
                when("another holds the id", adopting().askedForAStore().heldBy("team-b/other"), ends(ID_CONFLICT)),
                when(
                        "in deletion no store is made",
                        adoptingInSync().owningTheStore().deleting().noRecord(),
                        new DeleteStore(STORE)));
    }
}
