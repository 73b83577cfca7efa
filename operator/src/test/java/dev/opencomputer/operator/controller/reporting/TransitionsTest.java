/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsTest {

    private static List<Condition> standing(ConditionReason reason, String message) {
        return Conditions.of(reason, message, 1, null, Instant.EPOCH);
    }

    @Test
    void anotherVerdictIsNewsAndTheSameIsNone() {
        assertThat(Transitions.isNews(null, ConditionReason.REJECTED, "no")).isTrue();
        assertThat(Transitions.isNews(standing(ConditionReason.IN_SYNC, "fine"), ConditionReason.REJECTED, "no"))
                .isTrue();
        assertThat(Transitions.isNews(standing(ConditionReason.REJECTED, "no"), ConditionReason.REJECTED, "never"))
                .isFalse();
    }

    @Test
    void whatIsWrongWithAContendedObjectByNowIsNews() {
        List<Condition> contended = standing(ConditionReason.CONTENDED, "somebody else");

        assertThat(Transitions.isNews(contended, ConditionReason.CONTENDED, "somebody else"))
                .isFalse();
        assertThat(Transitions.isNews(contended, ConditionReason.CONTENDED, "Security: widened"))
                .isTrue();
    }
}
