/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.api.ConditionReason.CONTENDED;
import static dev.opencomputer.operator.api.ConditionReason.IMMUTABLE_MISMATCH;
import static dev.opencomputer.operator.api.ConditionReason.IN_SYNC;
import static dev.opencomputer.operator.api.ConditionReason.PAUSED;
import static dev.opencomputer.operator.api.ConditionReason.UNEXPECTED_ANSWER;
import static dev.opencomputer.operator.api.ConditionReason.UNREACHABLE;
import static dev.opencomputer.operator.controller.agent.DecisionTable.HOST;
import static dev.opencomputer.operator.controller.agent.DecisionTable.allowlist;
import static dev.opencomputer.operator.controller.agent.DecisionTable.check;
import static dev.opencomputer.operator.controller.agent.DecisionTable.creation;
import static dev.opencomputer.operator.controller.agent.DecisionTable.ends;
import static dev.opencomputer.operator.controller.agent.DecisionTable.endsInSync;
import static dev.opencomputer.operator.controller.agent.DecisionTable.patchOf;
import static dev.opencomputer.operator.controller.agent.DecisionTable.when;
import static dev.opencomputer.operator.controller.agent.Situation.OTHER;
import static dev.opencomputer.operator.controller.agent.Situation.STORE;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static dev.opencomputer.operator.controller.agent.Situation.WITH_CORE;
import static dev.opencomputer.operator.controller.agent.Situation.adopting;

import dev.opencomputer.operator.controller.agent.Plan.CreateStore;
import dev.opencomputer.operator.controller.agent.Plan.GetRecord;
import dev.opencomputer.operator.controller.agent.Plan.GetStore;
import dev.opencomputer.operator.controller.agent.Plan.ListRecords;
import dev.opencomputer.operator.controller.agent.Plan.ListStores;
import dev.opencomputer.operator.opencomputer.RecordContent;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes next for an Agent that was in sync once. */
class AgentUpkeepDecisionTest {

    private static final RecordContent WITH_DEFAULTS = RecordContent.builder()
            .snapshot("v2")
            .entrypoint("run")
            .idleTimeoutSeconds(900)
            .build();

    @ParameterizedTest(name = "{0}")
    @MethodSource({"inSync", "changed", "drifted"})
    void decides(String words, Situation situation, Object expected) {
        check(situation, expected);
    }

    static Stream<Arguments> inSync() {
        return Stream.of(
                when("the stores, as a shared listing has them", adopting().inSync(), new ListStores(Freshness.RECENT)),
                when("the records likewise", adopting().inSync().noStore(), new ListRecords(Freshness.RECENT)),
                when(
                        "the listing says what was applied",
                        adopting().inSync().noStore().listed(WANTED),
                        endsInSync()),
                when(
                        "the record says what was applied",
                        adopting().inSync().noStore().record(WANTED),
                        endsInSync()),
                when(
                        "a server's own defaults are no drift",
                        adopting().inSync().applied(WITH_DEFAULTS).noStore().record(WITH_DEFAULTS),
                        endsInSync()),
                when(
                        "a server's own defaults are no drift when somebody asks either",
                        adopting()
                                .inSync()
                                .applied(WITH_DEFAULTS)
                                .asked()
                                .noStore()
                                .record(WITH_DEFAULTS),
                        endsInSync()),
                when(
                        "no agents API: the store is all there is",
                        adopting()
                                .withoutAgentsApi()
                                .claimed()
                                .owningTheStore()
                                .allowing("a.example")
                                .storeAllows("a.example"),
                        endsInSync()),
                when(
                        "an agents API was added",
                        adopting().claimed().standing(IN_SYNC, "").noStore(),
                        creation(false)));
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                when(
                        "the store by its id",
                        adopting()
                                .inSync()
                                .owningTheStore()
                                .allowing("a.example")
                                .specChanged(),
                        new GetStore(STORE)),
                when(
                        "the store is not found by its id",
                        adopting()
                                .inSync()
                                .owningTheStore()
                                .allowing("a.example")
                                .specChanged()
                                .store(new StoreView.Unproven(false)),
                        new ListStores(Freshness.NOW)),
                when("the record by its id", adopting().inSync().specChanged().noStore(), new GetRecord()),
                when(
                        "the record is not found by its id",
                        adopting().inSync().specChanged().noStore().record(new RecordView.Unproven(false)),
                        new ListRecords(Freshness.NOW)),
                when(
                        "the record is listed, and not found once more",
                        adopting().inSync().specChanged().noStore().record(new RecordView.Unproven(true)),
                        ends(UNEXPECTED_ANSWER).saying("contradict")),
                when(
                        "the store is listed, and not found once more",
                        adopting()
                                .inSync()
                                .owningTheStore()
                                .allowing("a.example")
                                .specChanged()
                                .store(new StoreView.Unproven(true)),
                        ends(UNEXPECTED_ANSWER).saying("contradict")),
                when(
                        "it says something else",
                        adopting().inSync().specChanged().noStore().record(OTHER),
                        patchOf(OTHER, false)),
                when(
                        "it still says what was applied before",
                        adopting()
                                .inSync()
                                .applied(OTHER)
                                .specChanged()
                                .noStore()
                                .record(OTHER),
                        patchOf(OTHER, false)),
                when(
                        "it says so already",
                        adopting().inSync().specChanged().noStore().record(WANTED),
                        endsInSync()),
                when(
                        "it was written",
                        adopting().inSync().specChanged().noStore().answered(WANTED, OTHER),
                        endsInSync()),
                when(
                        "the write failed once: it is still to be made",
                        adopting()
                                .claimed()
                                .applied(OTHER)
                                .standing(UNREACHABLE, "")
                                .noStore()
                                .record(OTHER),
                        patchOf(OTHER, false)),
                when(
                        "the write waited for the pause to end",
                        adopting()
                                .claimed()
                                .applied(OTHER)
                                .standing(PAUSED, "")
                                .noStore()
                                .record(OTHER),
                        patchOf(OTHER, false)),
                when(
                        "the allowlist was not written yet, and that is no drift",
                        adopting()
                                .inSync()
                                .owningTheStore()
                                .standing(UNREACHABLE, "")
                                .allowing("a.example")
                                .record(WANTED)
                                .storeAllows("b.example"),
                        allowlist(false)));
    }

    static Stream<Arguments> drifted() {
        return Stream.of(
                when("the record", adopting().inSync().noStore().record(OTHER), patchOf(OTHER, true)),
                when(
                        "the record, as the listing shows: it is read",
                        adopting().inSync().noStore().listed(OTHER),
                        new GetRecord()),
                when(
                        "the record, as the listing shows, by one that can never fit",
                        adopting().inSync().noStore().listed(WITH_CORE),
                        ends(IMMUTABLE_MISMATCH)),
                when(
                        "contended, and the listing has it as it was: it is read",
                        drift(3).standing(CONTENDED, "").noStore().listed(WANTED),
                        new GetRecord()),
                when(
                        "an outage is over, and the listing has it as it was",
                        drift(0).standing(UNREACHABLE, "")
                                .settledBefore()
                                .noStore()
                                .listed(WANTED),
                        endsInSync()),
                when("the record, for the third time", drift(2).noStore().record(OTHER), patchOf(OTHER, true)),
                when("the record, for the fourth time", drift(3).noStore().record(OTHER), ends(CONTENDED)),
                when(
                        "still contended while repairs are recent",
                        drift(3).standing(CONTENDED, "").noStore().record(OTHER),
                        ends(CONTENDED)),
                when(
                        "no longer contended once they are not",
                        drift(2).standing(CONTENDED, "").noStore().record(OTHER),
                        patchOf(OTHER, true)),
                when(
                        "the other writer has put it right itself",
                        drift(3).noStore().record(WANTED),
                        endsInSync()),
                when(
                        "a change of the spec is never contended",
                        drift(3).specChanged().noStore().record(OTHER),
                        patchOf(OTHER, false)),
                when("the record is gone", adopting().inSync().noStore().noRecord(), creation(true)),
                when("the record is gone again and again", drift(3).noStore().noRecord(), ends(CONTENDED)),
                when(
                        "the record is not found: a listing decides",
                        adopting().inSync().noStore().record(new RecordView.Unproven(false)),
                        new ListRecords(Freshness.NOW)),
                when(
                        "the record was replaced by one with a core",
                        adopting().inSync().noStore().record(WITH_CORE),
                        ends(IMMUTABLE_MISMATCH)),
                when(
                        "the allowlist",
                        drift(0).owningTheStore()
                                .allowing("a.example")
                                .record(WANTED)
                                .storeAllows("b.example"),
                        allowlist(true)),
                when(
                        "the allowlist, for the fourth time",
                        drift(3).owningTheStore()
                                .allowing("a.example")
                                .record(WANTED)
                                .storeAllows("b.example"),
                        ends(CONTENDED)),
                when(
                        "the store is gone",
                        drift(0).owningTheStore()
                                .allowing("a.example")
                                .record(WANTED)
                                .noStore(),
                        new CreateStore(HOST, true)),
                when(
                        "a store that nobody manages is gone",
                        drift(0).owningTheStore().record(WANTED).noStore(),
                        endsInSync()));
    }

    private static Situation drift(int repairs) {
        return adopting().inSync().repairedBefore(repairs);
    }
}
