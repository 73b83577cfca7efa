/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.api.ConditionReason.ID_CONFLICT;
import static dev.opencomputer.operator.api.ConditionReason.PAUSED;
import static dev.opencomputer.operator.controller.agent.DecisionTable.check;
import static dev.opencomputer.operator.controller.agent.DecisionTable.ends;
import static dev.opencomputer.operator.controller.agent.DecisionTable.endsInSync;
import static dev.opencomputer.operator.controller.agent.DecisionTable.when;
import static dev.opencomputer.operator.controller.agent.Situation.OTHER;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static dev.opencomputer.operator.controller.agent.Situation.adopting;
import static dev.opencomputer.operator.controller.agent.Situation.refusing;

import dev.opencomputer.operator.controller.agent.Plan.GetRecord;
import dev.opencomputer.operator.opencomputer.RecordContent;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes next for an Agent that must not write. */
class PausedAgentDecisionTest {

    private static final RecordContent WITH_DEFAULTS = RecordContent.builder()
            .snapshot("v2")
            .entrypoint("run")
            .idleTimeoutSeconds(900)
            .build();

    @ParameterizedTest(name = "{0}")
    @MethodSource("paused")
    void decides(String words, Situation situation, Object expected) {
        check(situation, expected);
    }

    static Stream<Arguments> paused() {
        return Stream.of(
                when("first contact: only looks", adopting().paused().noStore(), new GetRecord()),
                when(
                        "first contact: nothing there",
                        adopting().paused().noStore().noRecord(),
                        ends(PAUSED)),
                when(
                        "first contact: what is there fits",
                        adopting().paused().noStore().record(WANTED),
                        endsInSync()),
                when(
                        "under Refuse: the claim waits too",
                        refusing().paused().noStore().noRecord(),
                        ends(PAUSED)),
                when(
                        "no finalizer for a write that waits",
                        adopting().paused().withoutFinalizer().noStore().noRecord(),
                        ends(PAUSED)),
                when(
                        "in sync it stays Ready",
                        adopting().inSync().paused().noStore().record(WANTED),
                        endsInSync()),
                when(
                        "in sync with a server's defaults it stays Ready when somebody asks",
                        adopting()
                                .inSync()
                                .applied(WITH_DEFAULTS)
                                .asked()
                                .paused()
                                .noStore()
                                .record(WITH_DEFAULTS),
                        endsInSync()),
                when(
                        "a change waits",
                        adopting().inSync().specChanged().paused().noStore().record(OTHER),
                        ends(PAUSED)),
                when(
                        "a change waits at the next check too",
                        adopting()
                                .claimed()
                                .applied(OTHER)
                                .standing(PAUSED, "")
                                .paused()
                                .noStore()
                                .record(OTHER),
                        ends(PAUSED)),
                when("drift waits", adopting().inSync().paused().noStore().record(OTHER), ends(PAUSED)),
                when(
                        "drift waits, contended or not",
                        drift(3).paused().noStore().record(OTHER),
                        ends(PAUSED)),
                when(
                        "a lost record waits",
                        adopting().inSync().paused().noStore().noRecord(),
                        ends(PAUSED)),
                when(
                        "the allowlist waits",
                        adopting()
                                .inSync()
                                .paused()
                                .allowing("a.example")
                                .record(WANTED)
                                .noStore(),
                        ends(PAUSED)),
                when("a conflict is said all the same", adopting().paused().heldBy("team-b/other"), ends(ID_CONFLICT)));
    }

    private static Situation drift(int repairs) {
        return adopting().inSync().repairedBefore(repairs);
    }
}
