/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.api.ConditionReason.AGENTS_API_NOT_FOUND;
import static dev.opencomputer.operator.api.ConditionReason.CONNECTION_MISSING;
import static dev.opencomputer.operator.api.ConditionReason.IMMUTABLE_MISMATCH;
import static dev.opencomputer.operator.api.ConditionReason.ORGANISATION_CHANGED;
import static dev.opencomputer.operator.api.ConditionReason.PAUSED;
import static dev.opencomputer.operator.api.ConditionReason.UNEXPECTED_ANSWER;
import static dev.opencomputer.operator.api.ConditionReason.UNREACHABLE;
import static dev.opencomputer.operator.controller.agent.DecisionTable.check;
import static dev.opencomputer.operator.controller.agent.DecisionTable.ends;
import static dev.opencomputer.operator.controller.agent.DecisionTable.when;
import static dev.opencomputer.operator.controller.agent.Situation.ELSEWHERE;
import static dev.opencomputer.operator.controller.agent.Situation.OTHER;
import static dev.opencomputer.operator.controller.agent.Situation.STORE;
import static dev.opencomputer.operator.controller.agent.Situation.WITH_CORE;

import dev.opencomputer.operator.controller.agent.Plan.AskOrganisation;
import dev.opencomputer.operator.controller.agent.Plan.DeleteRecord;
import dev.opencomputer.operator.controller.agent.Plan.DeleteStore;
import dev.opencomputer.operator.controller.agent.Plan.Farewell;
import dev.opencomputer.operator.controller.agent.Plan.ListRecords;
import dev.opencomputer.operator.controller.agent.Plan.ListStores;
import dev.opencomputer.operator.controller.agent.Plan.RemoveFinalizer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of what comes next for an Agent that is being deleted. */
class AgentDeletionTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource({"deleting", "retaining", "withoutAClaim", "paused", "outOfReach"})
    void decides(String words, Situation situation, Object expected) {
        check(situation, expected);
    }

    static Stream<Arguments> deleting() {
        return Stream.of(
                when(
                        "a store without a known id is looked for before anything is deleted",
                        adopting().inSync(),
                        new ListStores(Freshness.SINCE_SEEN)),
                when("the record first", adopting().inSync().noStore(), new DeleteRecord()),
                when("the record first, and then the store", adopting().inSync().owningTheStore(), new DeleteRecord()),
                when(
                        "404 proves nothing: a listing",
                        adopting().inSync().noStore().record(new RecordView.Unproven(false)),
                        new ListRecords(Freshness.NOW)),
                when("the listing still has it", adopting().inSync().noStore().record(OTHER), new DeleteRecord()),
                when(
                        "the listing has it, whatever it says",
                        adopting().inSync().noStore().listed(WITH_CORE),
                        new DeleteRecord()),
                when(
                        "404 although the listing still has it",
                        adopting().inSync().noStore().record(new RecordView.Unproven(true)),
                        ends(UNEXPECTED_ANSWER)),
                when("the store by its id", adopting().inSync().owningTheStore().noRecord(), new DeleteStore(STORE)),
                when(
                        "a store without a known id by its name",
                        adopting().inSync().noRecord(),
                        new ListStores(Freshness.SINCE_SEEN)),
                when(
                        "the store that the listing has",
                        adopting().inSync().noRecord().storeAllows("any.example"),
                        new DeleteStore(STORE)),
                when(
                        "404 for the store proves nothing: a listing",
                        adopting().inSync().owningTheStore().noRecord().store(new StoreView.Unproven(false)),
                        new ListStores(Freshness.NOW)),
                when(
                        "404 for the store although the listing still has it",
                        adopting().inSync().owningTheStore().noRecord().store(new StoreView.Unproven(true)),
                        ends(UNEXPECTED_ANSWER)),
                when(
                        "all is gone by our hand",
                        adopting().inSync().noRecord().noStore().wrote(),
                        new RemoveFinalizer(Farewell.DELETED)),
                when(
                        "all was gone before",
                        adopting().inSync().noRecord().noStore(),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when(
                        "no agents API, and never was: the store alone",
                        adopting().claimed().owningTheStore().withoutAgentsApi(),
                        new DeleteStore(STORE)),
                when(
                        "under Refuse with a claim",
                        refusing().inSync().noRecord().owningTheStore(),
                        new DeleteStore(STORE)),
                when(
                        "under Refuse with a claim, a store of somebody else stays",
                        refusing().inSync().noRecord().storeAllows("any.example"),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when(
                        "under Refuse with an announced store whose POST may have been carried out",
                        refusing().inSync().announcingTheStore().noRecord(),
                        new ListStores(Freshness.SINCE_SEEN)),
                when(
                        "a record that has another core by now is still its own",
                        adopting().inSync().standing(IMMUTABLE_MISMATCH, "").noStore(),
                        new DeleteRecord()));
    }

    static Stream<Arguments> retaining() {
        return Stream.of(
                when("all is kept", adopting().inSync().retaining(), new RemoveFinalizer(Farewell.KEPT)),
                when(
                        "the connection is gone for good",
                        adopting().inSync().retaining().withoutConnection(),
                        new RemoveFinalizer(Farewell.KEPT)),
                when(
                        "the connection leads to another organisation",
                        adopting().inSync().retaining().leadingTo(ELSEWHERE),
                        new RemoveFinalizer(Farewell.KEPT)),
                when(
                        "paused: there is nothing to write",
                        adopting().inSync().retaining().paused(),
                        new RemoveFinalizer(Farewell.KEPT)),
                when(
                        "another holds the id",
                        adopting().retaining().heldBy("team-b/other"),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)));
    }

    static Stream<Arguments> withoutAClaim() {
        return Stream.of(
                when(
                        "another holds the id",
                        adopting().heldBy("team-b/other"),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when(
                        "another holds the id, and there is no connection",
                        adopting().heldBy("team-b/other").withoutConnection(),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when(
                        "Refuse writes nothing before its claim, so there is nothing",
                        refusing(),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when(
                        "Refuse without a connection",
                        refusing().withoutConnection(),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when(
                        "Adopt may have written before it could say so: what is there is looked at first",
                        adopting().noStore(),
                        new ListRecords(Freshness.SINCE_SEEN)),
                when(
                        "Adopt found a record that it could have made",
                        adopting().noStore().record(OTHER),
                        new DeleteRecord()),
                when(
                        "Adopt sees in a listing a record that it could have made",
                        adopting().noStore().listed(OTHER),
                        new DeleteRecord()),
                when(
                        "Adopt sees in a listing a record that it could not have taken over",
                        adopting().noStore().listed(WITH_CORE),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when(
                        "Adopt found a record that it could not have taken over",
                        adopting().noStore().record(WITH_CORE),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when(
                        "Adopt found it, and the last look failed",
                        adopting().standing(UNREACHABLE, "").noStore().record(WITH_CORE),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when("Adopt found no record: the store", adopting().noRecord(), new ListStores(Freshness.SINCE_SEEN)),
                when(
                        "Adopt found neither",
                        adopting().noRecord().noStore(),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)));
    }

    static Stream<Arguments> paused() {
        return Stream.of(
                when("only looks", adopting().inSync().paused().noStore(), new ListRecords(Freshness.SINCE_SEEN)),
                when(
                        "there is a record: it waits",
                        adopting().inSync().paused().noStore().record(OTHER),
                        ends(PAUSED)),
                when(
                        "there is no record: looks for the store",
                        adopting().inSync().owningTheStore().paused().noRecord(),
                        new ListStores(Freshness.SINCE_SEEN)),
                when(
                        "there is a store: it waits",
                        adopting().inSync().paused().noRecord().storeAllows(),
                        ends(PAUSED)),
                when(
                        "there is nothing: it does not wait",
                        adopting().inSync().paused().noRecord().noStore(),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when(
                        "it never had anything: it does not wait",
                        refusing().paused(),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)));
    }

    static Stream<Arguments> outOfReach() {
        return Stream.of(
                when("there is no connection", adopting().inSync().withoutConnection(), ends(CONNECTION_MISSING)),
                when(
                        "there is no agents API any more, and there is a record",
                        adopting().inSync().withoutAgentsApi().noStore(),
                        ends(AGENTS_API_NOT_FOUND)),
                when(
                        "the organisation behind the connection is not known yet: a listing shows it",
                        adopting().inSync().leadingNowhereKnown(false),
                        new ListStores(Freshness.SINCE_SEEN)),
                when(
                        "the connection leads to another organisation",
                        adopting().inSync().leadingTo(ELSEWHERE),
                        ends(ORGANISATION_CHANGED)),
                when(
                        "what is missing in another organisation is not believed gone",
                        adopting().inSync().leadingTo(ELSEWHERE).noStore(),
                        ends(ORGANISATION_CHANGED)),
                when(
                        "an organisation without any store shows nothing: it is asked",
                        adopting().inSync().leadingNowhereKnown(true).noStore(),
                        new AskOrganisation()),
                when(
                        "an organisation without any store, and nothing recorded of any",
                        Situation.adopting()
                                .deleting()
                                .leadingNowhereKnown(true)
                                .noStore()
                                .noRecord(),
                        new RemoveFinalizer(Farewell.NOTHING_OF_OURS)),
                when(
                        "a server that never names an organisation",
                        adopting().inSync().anonymous().noStore(),
                        new DeleteRecord()),
                when(
                        "an organisation without any store, while paused",
                        adopting().inSync().leadingNowhereKnown(true).paused().noStore(),
                        ends(PAUSED)));
    }

    private static Situation adopting() {
        return Situation.adopting().deleting();
    }

    private static Situation refusing() {
        return Situation.refusing().deleting();
    }
}
