/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.api.ConditionReason.ADOPTION_REFUSED;
import static dev.opencomputer.operator.controller.agent.DecisionTable.HOST;
import static dev.opencomputer.operator.controller.agent.DecisionTable.allowlist;
import static dev.opencomputer.operator.controller.agent.DecisionTable.check;
import static dev.opencomputer.operator.controller.agent.DecisionTable.creation;
import static dev.opencomputer.operator.controller.agent.DecisionTable.ends;
import static dev.opencomputer.operator.controller.agent.DecisionTable.patchOf;
import static dev.opencomputer.operator.controller.agent.DecisionTable.when;
import static dev.opencomputer.operator.controller.agent.Situation.OTHER;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static dev.opencomputer.operator.controller.agent.Situation.refusing;

import dev.opencomputer.operator.controller.agent.Plan.AddFinalizer;
import dev.opencomputer.operator.controller.agent.Plan.CreateStore;
import dev.opencomputer.operator.controller.agent.Plan.GetRecord;
import dev.opencomputer.operator.controller.agent.Plan.ListRecords;
import dev.opencomputer.operator.controller.agent.Plan.ListStores;
import dev.opencomputer.operator.controller.agent.Plan.RecordClaim;
import dev.opencomputer.operator.controller.agent.Verdict.ClaimFate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes next for an Agent that leaves alone what others made. */
class RefusingAgentDecisionTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource({"firstContactUnderRefuse", "laterStoreUnderRefuse"})
    void decides(String words, Situation situation, Object expected) {
        check(situation, expected);
    }

    static Stream<Arguments> firstContactUnderRefuse() {
        return Stream.of(
                when("nobody has looked: the stores first", refusing(), new ListStores(Freshness.SINCE_SEEN)),
                when("no store: now the records", refusing().noStore(), new ListRecords(Freshness.SINCE_SEEN)),
                when("there is a store already", refusing().storeAllows(), ends(ADOPTION_REFUSED)),
                when("there is a record already", refusing().noStore().record(OTHER), ends(ADOPTION_REFUSED)),
                when("a listing has a record already", refusing().noStore().listed(OTHER), ends(ADOPTION_REFUSED)),
                when(
                        "there is a record already, even one that fits",
                        refusing().noStore().record(WANTED),
                        ends(ADOPTION_REFUSED)),
                when(
                        "neither: the finalizer before the claim",
                        refusing().withoutFinalizer().noStore().noRecord(),
                        new AddFinalizer()),
                when("neither: the claim before the POST", refusing().noStore().noRecord(), new RecordClaim(false)),
                when(
                        "the claim names the store when one is needed",
                        refusing().allowing("a.example").noStore().noRecord(),
                        new RecordClaim(true)),
                when(
                        "no agents API: only the stores are asked",
                        refusing().withoutAgentsApi().allowing("a.example").noStore(),
                        new RecordClaim(true)),
                when("claimed: the POST", refusing().freshlyClaimed().noStore().noRecord(), creation(false)),
                when(
                        "taken although the listing showed nothing: somebody was first",
                        refusing().freshlyClaimed().noStore().record(new RecordView.Taken()),
                        ends(ADOPTION_REFUSED, ClaimFate.WITHDRAW)),
                when(
                        "taken after a POST without an answer: it is our own",
                        refusing().claimed().noStore().record(new RecordView.Taken()),
                        new GetRecord()),
                when(
                        "taken when it is made anew: it was ours before",
                        refusing().freshlyClaimed().applied(WANTED).noStore().record(new RecordView.Taken()),
                        new GetRecord()),
                when(
                        "with a claim a found record is its own",
                        refusing().claimed().noStore().record(OTHER),
                        patchOf(OTHER, false)),
                when(
                        "the store was announced: its POST",
                        refusing()
                                .freshlyClaimed()
                                .announcingTheStore()
                                .allowing("a.example")
                                .record(WANTED)
                                .noStore(),
                        new CreateStore(HOST, false)),
                when(
                        "somebody was first with the store",
                        refusing()
                                .freshlyClaimed()
                                .announcingTheStore()
                                .allowing("a.example")
                                .record(WANTED)
                                .store(new StoreView.Taken()),
                        ends(ADOPTION_REFUSED, ClaimFate.WITHDRAW_STORE)),
                when(
                        "the store's name is taken after a POST without an answer: it is our own",
                        refusing()
                                .claimed()
                                .announcingTheStore()
                                .allowing("a.example")
                                .record(WANTED)
                                .store(new StoreView.Taken()),
                        new ListStores(Freshness.NOW)),
                when(
                        "an announced store is its own",
                        refusing()
                                .claimed()
                                .announcingTheStore()
                                .allowing("a.example")
                                .record(WANTED)
                                .storeAllows(),
                        allowlist(false)));
    }

    static Stream<Arguments> laterStoreUnderRefuse() {
        return Stream.of(
                when(
                        "a listing of this moment",
                        refusing().inSync().specChanged().allowing("a.example"),
                        new ListStores(Freshness.NOW)),
                when(
                        "there is one already",
                        refusing()
                                .inSync()
                                .specChanged()
                                .allowing("a.example")
                                .record(WANTED)
                                .storeAllows("a.example"),
                        ends(ADOPTION_REFUSED)),
                when(
                        "there is none: it is announced first",
                        refusing()
                                .inSync()
                                .specChanged()
                                .allowing("a.example")
                                .record(WANTED)
                                .noStore(),
                        new RecordClaim(true)),
                when(
                        "it is announced: the POST",
                        refusing()
                                .inSync()
                                .announcingTheStore()
                                .allowing("a.example")
                                .record(WANTED)
                                .noStore(),
                        new CreateStore(HOST, false)));
    }
}
