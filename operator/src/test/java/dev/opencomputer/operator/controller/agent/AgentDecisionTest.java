/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.api.ConditionReason.CONNECTION_MISSING;
import static dev.opencomputer.operator.api.ConditionReason.ID_CONFLICT;
import static dev.opencomputer.operator.api.ConditionReason.IMMUTABLE_MISMATCH;
import static dev.opencomputer.operator.api.ConditionReason.ORGANISATION_CHANGED;
import static dev.opencomputer.operator.controller.agent.DecisionTable.HOST;
import static dev.opencomputer.operator.controller.agent.DecisionTable.allowlist;
import static dev.opencomputer.operator.controller.agent.DecisionTable.check;
import static dev.opencomputer.operator.controller.agent.DecisionTable.creation;
import static dev.opencomputer.operator.controller.agent.DecisionTable.ends;
import static dev.opencomputer.operator.controller.agent.DecisionTable.endsInSync;
import static dev.opencomputer.operator.controller.agent.DecisionTable.patchOf;
import static dev.opencomputer.operator.controller.agent.DecisionTable.when;
import static dev.opencomputer.operator.controller.agent.Situation.ELSEWHERE;
import static dev.opencomputer.operator.controller.agent.Situation.HOME;
import static dev.opencomputer.operator.controller.agent.Situation.ID;
import static dev.opencomputer.operator.controller.agent.Situation.OTHER;
import static dev.opencomputer.operator.controller.agent.Situation.STORE;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static dev.opencomputer.operator.controller.agent.Situation.WITH_CORE;
import static dev.opencomputer.operator.controller.agent.Situation.adopting;
import static dev.opencomputer.operator.controller.agent.Situation.refusing;

import dev.opencomputer.operator.controller.agent.Plan.AddFinalizer;
import dev.opencomputer.operator.controller.agent.Plan.CreateStore;
import dev.opencomputer.operator.controller.agent.Plan.DeleteStore;
import dev.opencomputer.operator.controller.agent.Plan.GetRecord;
import dev.opencomputer.operator.controller.agent.Plan.ListRecords;
import dev.opencomputer.operator.controller.agent.Plan.ListStores;
import dev.opencomputer.operator.controller.agent.Plan.UpdateAllowlist;
import dev.opencomputer.operator.controller.agent.StoreView.Origin;
import dev.opencomputer.operator.opencomputer.RecordContent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes next for an Agent that adopts what it finds, for one in conflict, and for one whose connection is not what it was. */
class AgentDecisionTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource({"firstContact", "inConflict", "connected"})
    void decides(String words, Situation situation, Object expected) {
        check(situation, expected);
    }

    static Stream<Arguments> firstContact() {
        return Stream.of(
                when("nobody has looked: the stores first", adopting(), new ListStores(Freshness.RECENT)),
                when(
                        "no store: the finalizer before the first write",
                        adopting().withoutFinalizer().noStore(),
                        new AddFinalizer()),
                when("then a POST, which asks and makes at once", adopting().noStore(), creation(false)),
                when(
                        "the POST was answered",
                        adopting().noStore().answered(WANTED, RecordContent.empty()),
                        endsInSync()),
                when("the id is taken", adopting().noStore().record(new RecordView.Taken()), new GetRecord()),
                when(
                        "the id is taken, and yet 404",
                        adopting().noStore().record(new RecordView.Unproven(false)),
                        new ListRecords(Freshness.NOW)),
                when("a listing proves that there is none", adopting().noStore().noRecord(), creation(false)),
                when("the record found fits", adopting().noStore().record(WANTED), endsInSync()),
                when(
                        "the record found fits but for the name that servers give by default",
                        adopting()
                                .noStore()
                                .record(RecordContent.builder()
                                        .displayName(ID.value())
                                        .snapshot("v2")
                                        .entrypoint("run")
                                        .build()),
                        endsInSync()),
                when("the record found differs", adopting().noStore().record(OTHER), patchOf(OTHER, false)),
                when("the record found has a core", adopting().noStore().record(WITH_CORE), ends(IMMUTABLE_MISMATCH)),
                when(
                        "the record found lacks the core",
                        adopting().wanting(WITH_CORE).noStore().record(WANTED),
                        ends(IMMUTABLE_MISMATCH)),
                when(
                        "the record is done, and an allowlist is asked for",
                        adopting().allowing("a.example").noStore().record(WANTED),
                        new CreateStore(HOST, false)),
                when(
                        "the store's name is taken",
                        adopting().allowing("a.example").record(WANTED).store(new StoreView.Taken()),
                        new ListStores(Freshness.NOW)),
                when(
                        "the store found allows something else",
                        adopting().allowing("a.example").record(WANTED).storeAllows("b.example"),
                        allowlist(false)),
                when(
                        "the store found allows the same, in other order and case",
                        adopting()
                                .allowing("a.example", "b.example")
                                .record(WANTED)
                                .storeAllows("B.example", "a.EXAMPLE"),
                        endsInSync()),
                when(
                        "a store that nobody manages allows whatever it does",
                        adopting().record(WANTED).storeAllows("b.example"),
                        endsInSync()),
                when(
                        "every host, said explicitly",
                        adopting().allowing().record(WANTED).storeAllows("b.example"),
                        new UpdateAllowlist(STORE, List.of(), false)),
                when(
                        "nothing to write, but a claim to record",
                        adopting().withoutFinalizer().withoutAgentsApi().noStore(),
                        new AddFinalizer()));
    }

    static Stream<Arguments> inConflict() {
        return Stream.of(
                when(
                        "another holds the id",
                        adopting().heldBy("team-b/other"),
                        ends(ID_CONFLICT).saying("team-b/other")),
                when(
                        "another holds it, even while there is no connection",
                        adopting().heldBy("team-b/other").withoutConnection(),
                        ends(ID_CONFLICT)),
                when("another holds it, under Refuse", refusing().heldBy("team-b/other"), ends(ID_CONFLICT)));
    }

    static Stream<Arguments> connected() {
        return Stream.of(
                when(
                        "there is no connection",
                        adopting().inSync().withoutConnection(),
                        ends(CONNECTION_MISSING).saying("no url")),
                when(
                        "there is another organisation",
                        adopting().inSync().leadingTo(ELSEWHERE).noStore(),
                        ends(ORGANISATION_CHANGED).saying(ELSEWHERE)),
                when(
                        "another organisation, for a new Agent on the same connection",
                        adopting().claimsRecord(HOME).leadingTo(ELSEWHERE).noStore(),
                        ends(ORGANISATION_CHANGED).saying(HOME)),
                when(
                        "another organisation, whatever is found there",
                        adopting().inSync().leadingTo(ELSEWHERE).storeAllows("b.example"),
                        ends(ORGANISATION_CHANGED)),
                when(
                        "a store just made shows another organisation: it is removed again",
                        adopting()
                                .inSync()
                                .leadingTo(ELSEWHERE)
                                .allowing("a.example")
                                .store(Origin.CREATED, "a.example"),
                        new DeleteStore(STORE)),
                when(
                        "no answer shows the organisation: the store is made first, since its answer does",
                        adopting()
                                .inSync()
                                .leadingNowhereKnown(true)
                                .allowing("a.example")
                                .noStore(),
                        new CreateStore(HOST, false)),
                when(
                        "no answer shows the organisation, and no store is wanted: it is asked before a record is made",
                        adopting().claimsRecord(HOME).leadingNowhereKnown(true).noStore(),
                        new Plan.AskOrganisation()),
                when(
                        "no answer shows the organisation, and the record is in order there: nothing to ask",
                        adopting().inSync().leadingNowhereKnown(true).noStore().record(WANTED),
                        endsInSync()),
                when(
                        "no answer ever shows an organisation",
                        adopting().claimsRecord(HOME).anonymous().noStore(),
                        creation(false)),
                when(
                        "the organisation is not known yet, and none is claimed",
                        adopting()
                                .leadingNowhereKnown(true)
                                .allowing("a.example")
                                .noStore(),
                        creation(false)));
    }
}
