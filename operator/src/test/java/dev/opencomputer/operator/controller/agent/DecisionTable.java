/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.Situation.STORE;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.Plan.CreateRecord;
import dev.opencomputer.operator.controller.agent.Plan.PatchRecord;
import dev.opencomputer.operator.controller.agent.Plan.UpdateAllowlist;
import dev.opencomputer.operator.controller.agent.Verdict.ClaimFate;
import dev.opencomputer.operator.opencomputer.RecordContent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.provider.Arguments;

/** How a row of the tables of decisions is written, and checked. */
final class DecisionTable {

    /** What the tables' Agents allow, where they manage an allowlist. */
    static final Optional<List<String>> HOST = Optional.of(List.of("a.example"));

    private DecisionTable() {}

    /** A result; of the message only what matters. */
    record Result(ConditionReason reason, ClaimFate claim, String says) {

        Result saying(String words) {
            return new Result(reason, claim, words);
        }
    }

    /** A row: what is the case, in words and as a situation, and the step that follows. */
    static Arguments when(String words, Situation situation, Plan next) {
        return Arguments.of(words, situation, next);
    }

    /** A row: what is the case, in words and as a situation, and the result that is reported. */
    static Arguments when(String words, Situation situation, Result result) {
        return Arguments.of(words, situation, result);
    }

    static CreateRecord creation(boolean repair) {
        return new CreateRecord(WANTED, repair);
    }

    static PatchRecord patchOf(RecordContent before, boolean repair) {
        return new PatchRecord(WANTED.mergePatchFrom(before), before, repair);
    }

    static UpdateAllowlist allowlist(boolean repair) {
        return new UpdateAllowlist(STORE, HOST.orElseThrow(), repair);
    }

    static Result ends(ConditionReason reason) {
        return new Result(reason, ClaimFate.KEEP, "");
    }

    static Result ends(ConditionReason reason, ClaimFate claim) {
        return new Result(reason, claim, "");
    }

    static Result endsInSync() {
        return ends(ConditionReason.IN_SYNC, ClaimFate.RECORD);
    }

    static void check(Situation situation, Object expected) {
        Plan plan = situation.plan();
        if (expected instanceof Result result) {
            assertThat(plan).isInstanceOfSatisfying(Plan.Settle.class, settle -> {
                assertThat(settle.verdict().reason()).isEqualTo(result.reason());
                assertThat(settle.verdict().claim()).isEqualTo(result.claim());
                assertThat(settle.verdict().message()).isNotBlank().contains(result.says());
            });
        } else {
            assertThat(plan).isEqualTo(expected);
        }
    }
}
