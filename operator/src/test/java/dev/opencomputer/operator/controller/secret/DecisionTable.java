/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.secret.Plan.Farewell;
import dev.opencomputer.operator.controller.secret.Plan.RemoveFinalizer;
import java.util.Optional;
import org.junit.jupiter.params.provider.Arguments;

/** How a row of the tables of decisions is written, and checked. */
final class DecisionTable {

    private DecisionTable() {}

    /** A result; of the message only what matters. */
    record Result(ConditionReason reason, String says) {

        Result saying(String words) {
            return new Result(reason, words);
        }
    }

    /** A wait for another object; of the message only what matters. */
    record Waiting(ConditionReason reason, boolean needsStore, String says) {

        Waiting saying(String words) {
            return new Waiting(reason, needsStore, words);
        }
    }

    /** A row: what is the case, in words and as a situation, and what follows. */
    static Arguments when(String words, Situation situation, Object follows) {
        return Arguments.of(words, situation, follows);
    }

    static Result ends(ConditionReason reason) {
        return new Result(reason, "");
    }

    static Result endsInSync() {
        return ends(ConditionReason.IN_SYNC);
    }

    static Waiting waits(ConditionReason reason) {
        return new Waiting(reason, false, "");
    }

    static Waiting waitsForTheStore() {
        return new Waiting(ConditionReason.AGENT_NOT_READY, true, "store");
    }

    static RemoveFinalizer letsGo() {
        return new RemoveFinalizer(Optional.empty());
    }

    static RemoveFinalizer letsGo(Farewell farewell) {
        return new RemoveFinalizer(Optional.of(farewell));
    }

    static void check(Situation situation, Object expected) {
        Plan plan = situation.plan();
        if (expected instanceof Result result) {
            assertThat(plan)
                    .isInstanceOfSatisfying(
                            Plan.Settle.class, settle -> check(settle.verdict(), result.reason(), result.says()));
        } else if (expected instanceof Waiting waiting) {
            assertThat(plan).isInstanceOfSatisfying(Plan.Wait.class, wait -> {
                check(wait.verdict(), waiting.reason(), waiting.says());
                assertThat(wait.needsStore()).isEqualTo(waiting.needsStore());
            });
        } else {
            assertThat(plan).isEqualTo(expected);
        }
    }

    private static void check(Verdict verdict, ConditionReason reason, String says) {
        assertThat(verdict.reason()).isEqualTo(reason);
        assertThat(verdict.message()).isNotBlank().contains(says).doesNotContain(Situation.CANARY);
    }
}
