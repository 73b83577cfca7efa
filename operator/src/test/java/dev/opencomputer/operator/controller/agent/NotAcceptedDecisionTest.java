/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.api.ConditionReason.ADOPTION_REFUSED;
import static dev.opencomputer.operator.api.ConditionReason.NOT_ACCEPTED;
import static dev.opencomputer.operator.api.ConditionReason.UNREACHABLE;
import static dev.opencomputer.operator.controller.agent.DecisionTable.allowlist;
import static dev.opencomputer.operator.controller.agent.DecisionTable.check;
import static dev.opencomputer.operator.controller.agent.DecisionTable.ends;
import static dev.opencomputer.operator.controller.agent.DecisionTable.endsInSync;
import static dev.opencomputer.operator.controller.agent.DecisionTable.patchOf;
import static dev.opencomputer.operator.controller.agent.DecisionTable.when;
import static dev.opencomputer.operator.controller.agent.Situation.OTHER;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static dev.opencomputer.operator.controller.agent.Situation.adopting;
import static dev.opencomputer.operator.controller.agent.Situation.refusing;

import dev.opencomputer.operator.controller.agent.Plan.GetRecord;
import dev.opencomputer.operator.controller.agent.StoreView.Origin;
import dev.opencomputer.operator.controller.agent.Verdict.ClaimFate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes next when OpenComputer took a write and answered something else. */
class NotAcceptedDecisionTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("notAccepted")
    void decides(String words, Situation situation, Object expected) {
        check(situation, expected);
    }

    static Stream<Arguments> notAccepted() {
        String standing = Messages.recordNotAccepted(List.of("config.snapshot"));
        String both = standing + " " + Messages.allowlistNotAccepted();
        return Stream.of(
                when(
                        "the answer contradicts the spec",
                        adopting().inSync().specChanged().noStore().answered(OTHER, OTHER),
                        ends(NOT_ACCEPTED, ClaimFate.RECORD).saying("config.snapshot")),
                when(
                        "it stands, and is not repeated",
                        adopting()
                                .inSync()
                                .applied(OTHER)
                                .standing(NOT_ACCEPTED, standing)
                                .noStore()
                                .record(OTHER),
                        ends(NOT_ACCEPTED, ClaimFate.RECORD).saying(standing)),
                when(
                        "it stands, as the listing shows",
                        adopting()
                                .inSync()
                                .applied(OTHER)
                                .standing(NOT_ACCEPTED, standing)
                                .noStore()
                                .listed(OTHER),
                        ends(NOT_ACCEPTED, ClaimFate.RECORD).saying(standing)),
                when(
                        "it may never have been said, since a store was refused at the same time: the record is read",
                        refusing()
                                .claimed()
                                .applied(OTHER)
                                .standing(ADOPTION_REFUSED, "")
                                .settledBefore()
                                .noStore()
                                .listed(OTHER),
                        new GetRecord()),
                when(
                        "it is repeated when somebody asks",
                        adopting()
                                .inSync()
                                .applied(OTHER)
                                .standing(NOT_ACCEPTED, standing)
                                .asked()
                                .noStore()
                                .record(OTHER),
                        patchOf(OTHER, false)),
                when(
                        "it is repeated when the spec changes",
                        adopting()
                                .inSync()
                                .applied(OTHER)
                                .standing(NOT_ACCEPTED, standing)
                                .specChanged()
                                .noStore()
                                .record(OTHER),
                        patchOf(OTHER, false)),
                when(
                        "an outage in between does not make it good",
                        adopting()
                                .inSync()
                                .applied(OTHER)
                                .standing(UNREACHABLE, "")
                                .noStore()
                                .record(OTHER),
                        patchOf(OTHER, false)),
                when(
                        "it was never said, since a store was refused at the same time",
                        adopting().inSync().applied(OTHER).noStore().record(OTHER),
                        ends(NOT_ACCEPTED, ClaimFate.RECORD).saying("config.snapshot")),
                when(
                        "it is over when the record says what is wanted",
                        adopting()
                                .inSync()
                                .applied(OTHER)
                                .standing(NOT_ACCEPTED, standing)
                                .noStore()
                                .record(WANTED),
                        endsInSync()),
                when(
                        "the allowlist in the answer is another",
                        adopting().inSync().allowing("a.example").record(WANTED).store(Origin.UPDATED, "b.example"),
                        ends(NOT_ACCEPTED, ClaimFate.RECORD).saying(Messages.allowlistNotAccepted())),
                when(
                        "the allowlist stands, and is not repeated",
                        adopting()
                                .inSync()
                                .owningTheStore()
                                .standing(NOT_ACCEPTED, Messages.allowlistNotAccepted())
                                .allowing("a.example")
                                .record(WANTED)
                                .storeAllows("b.example"),
                        ends(NOT_ACCEPTED, ClaimFate.RECORD).saying(Messages.allowlistNotAccepted())),
                when(
                        "the allowlist stands as it was answered",
                        adopting()
                                .inSync()
                                .owningTheStore()
                                .standing(NOT_ACCEPTED, Messages.allowlistNotAccepted())
                                .answeredAllowlist("B.example")
                                .allowing("a.example")
                                .record(WANTED)
                                .storeAllows("b.example"),
                        ends(NOT_ACCEPTED, ClaimFate.RECORD).saying(Messages.allowlistNotAccepted())),
                when(
                        "the allowlist was not accepted, and somebody else has changed it since",
                        adopting()
                                .inSync()
                                .owningTheStore()
                                .standing(NOT_ACCEPTED, Messages.allowlistNotAccepted())
                                .answeredAllowlist("b.example")
                                .allowing("a.example")
                                .record(WANTED)
                                .storeAllows("b.example", "evil.example"),
                        allowlist(true)),
                when(
                        "a record that is not accepted leaves no drift of the allowlist alone",
                        adopting()
                                .inSync()
                                .owningTheStore()
                                .applied(OTHER)
                                .standing(NOT_ACCEPTED, standing)
                                .allowing("a.example")
                                .record(OTHER)
                                .storeAllows("b.example"),
                        allowlist(true)),
                when(
                        "record and allowlist stand together",
                        adopting()
                                .inSync()
                                .owningTheStore()
                                .applied(OTHER)
                                .standing(NOT_ACCEPTED, both)
                                .allowing("a.example")
                                .record(OTHER)
                                .storeAllows("b.example"),
                        ends(NOT_ACCEPTED, ClaimFate.RECORD).saying(both)));
    }
}
