/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionReason.Occurrence;
import dev.opencomputer.operator.api.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ConditionsTest {

    private static final Instant EARLIER = Instant.parse("2026-05-01T10:00:00.123456Z");
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00.987654Z");

    private static List<Condition> first(ConditionReason reason) {
        return Conditions.of(reason, "why", 3, null, EARLIER);
    }

    @Test
    void areReadyAloneWhenAllIsWell() {
        assertThat(first(ConditionReason.IN_SYNC))
                .extracting(Condition::getType, Condition::getStatus, Condition::getReason, Condition::getMessage)
                .containsExactly(tuple("Ready", "True", "InSync", "why"));
    }

    @Test
    void sayReconcilingBesideWhatIsRetried() {
        assertThat(first(ConditionReason.UNREACHABLE))
                .extracting(Condition::getType, Condition::getStatus, Condition::getReason)
                .containsExactly(tuple("Ready", "False", "Unreachable"), tuple("Reconciling", "True", "Retrying"));
    }

    @Test
    void nameTheCauseInReconcilingToo() {
        assertThat(first(ConditionReason.UNREACHABLE).get(1).getMessage())
                .isEqualTo("Unreachable: why The operator tries again by itself.");
    }

    @Test
    void sayStalledBesideWhatNeedsAPerson() {
        assertThat(first(ConditionReason.ID_CONFLICT))
                .extracting(Condition::getType, Condition::getStatus, Condition::getReason, Condition::getMessage)
                .containsExactly(
                        tuple("Ready", "False", "IdConflict", "why"), tuple("Stalled", "True", "IdConflict", "why"));
    }

    @Test
    void sayNeitherWhenAPauseIsWanted() {
        assertThat(first(ConditionReason.PAUSED))
                .extracting(Condition::getType, Condition::getStatus, Condition::getReason)
                .containsExactly(tuple("Ready", "False", "Paused"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"RETRYING", "INVALID_KEY_NAME", "TOO_MANY_KEYS", "KEY_REFUSED", "MAX_AGE_NEAR", "MAX_AGE_EXCEEDED"
            })
    void areNeverReadyAndSomethingElse(ConditionReason reason) {
        List<Condition> conditions = first(reason);

        assertThat(conditions.get(0).getType()).isEqualTo("Ready");
        assertThat(conditions.get(0).getStatus().equals("True")).isEqualTo(reason.occurrence() == Occurrence.READY);
        assertThat(conditions)
                .hasSize(
                        reason.occurrence() == Occurrence.READY || reason.occurrence() == Occurrence.NOT_READY ? 1 : 2);
    }

    @Test
    void carryTheGenerationThatWasLookedAt() {
        assertThat(first(ConditionReason.UNREACHABLE))
                .allSatisfy(condition ->
                        assertThat(condition.getObservedGeneration()).isEqualTo(3));
    }

    @Test
    void writeTheTimeOfATransitionInWholeSeconds() {
        assertThat(first(ConditionReason.IN_SYNC).get(0).getLastTransitionTime())
                .isEqualTo("2026-05-01T10:00:00Z");
    }

    @Test
    void keepTheTimeWhileTheStatusStays() {
        List<Condition> again =
                Conditions.of(ConditionReason.UNAUTHORISED, "another why", 4, first(ConditionReason.UNREACHABLE), NOW);

        assertThat(again)
                .allSatisfy(condition ->
                        assertThat(condition.getLastTransitionTime()).isEqualTo("2026-05-01T10:00:00Z"));
    }

    @Test
    void takeANewTimeWhenTheStatusChanges() {
        List<Condition> ready =
                Conditions.of(ConditionReason.IN_SYNC, "fine", 3, first(ConditionReason.UNREACHABLE), NOW);

        assertThat(ready.get(0).getLastTransitionTime()).isEqualTo("2026-05-01T12:00:00Z");
    }

    @Test
    void areEqualWhenTheSameIsSaidAgain() {
        List<Condition> before = first(ConditionReason.UNREACHABLE);

        assertThat(Conditions.of(ConditionReason.UNREACHABLE, "why", 3, before, NOW))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"RETRYING", "INVALID_KEY_NAME", "TOO_MANY_KEYS", "KEY_REFUSED", "MAX_AGE_NEAR", "MAX_AGE_EXCEEDED"
            })
    void giveTheirReasonBack(ConditionReason reason) {
        assertThat(Conditions.readyReason(first(reason))).contains(reason);
    }

    @Test
    void giveNoReasonWhenThereIsNoneThatIsKnown() {
        List<Condition> foreign = first(ConditionReason.IN_SYNC);
        foreign.get(0).setReason("OfALaterVersion");

        assertThat(Conditions.readyReason(null)).isEmpty();
        assertThat(Conditions.readyReason(List.of())).isEmpty();
        assertThat(Conditions.readyReason(foreign)).isEmpty();
    }

    @Test
    void keepTheTimeOfWhatNoVerdictTellsWhileItStaysTrue() {
        Condition expired = Conditions.whileTrue(
                ConditionType.EXPIRED, ConditionReason.MAX_AGE_EXCEEDED, "why", 3, first(ConditionReason.IN_SYNC), NOW);
        assertThat(expired)
                .extracting(Condition::getType, Condition::getStatus, Condition::getReason, Condition::getMessage)
                .containsExactly("Expired", "True", "MaxAgeExceeded", "why");
        assertThat(expired.getLastTransitionTime()).isEqualTo("2026-05-01T12:00:00Z");

        Condition later = Conditions.whileTrue(
                ConditionType.EXPIRED,
                ConditionReason.MAX_AGE_EXCEEDED,
                "another why",
                4,
                List.of(expired),
                NOW.plusSeconds(60));
        assertThat(later.getLastTransitionTime()).isEqualTo("2026-05-01T12:00:00Z");
        assertThat(later.getObservedGeneration()).isEqualTo(4);
    }

    @Test
    void areFoundByTheirType() {
        List<Condition> conditions = first(ConditionReason.UNREACHABLE);

        assertThat(Conditions.find(conditions, ConditionType.RECONCILING)).contains(conditions.get(1));
        assertThat(Conditions.find(conditions, ConditionType.STALLED)).isEmpty();
        assertThat(Conditions.find(null, ConditionType.READY)).isEmpty();
    }
}
