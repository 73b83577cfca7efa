/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.controller.secret.SecretFixture.BORN;
import static dev.opencomputer.operator.controller.secret.SecretFixture.NOW;
import static dev.opencomputer.operator.controller.secret.SecretFixture.secret;
import static dev.opencomputer.operator.controller.secret.Situation.CANARY;
import static dev.opencomputer.operator.controller.secret.Situation.DIGEST;
import static dev.opencomputer.operator.controller.secret.Situation.FORMER_DIGEST;
import static dev.opencomputer.operator.controller.secret.Situation.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.secret.Observed.History;
import dev.opencomputer.operator.opencomputer.SecretValue;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretStatusesTest {

    private static final Verdict IN_SYNC = new Verdict(ConditionReason.IN_SYNC, "fine");
    private static final Verdict UNREACHABLE = new Verdict(ConditionReason.UNREACHABLE, "no answer");

    private static AgentSecretStatus after(SecretFixture secret, Situation situation, Verdict verdict) {
        return SecretStatuses.after(secret.get(), verdict, situation.observed(), NOW);
    }

    private static ValueView sealedWith(String key) {
        return new ValueView.Present(SecretValue.of(CANARY), DIGEST, Situation.VALUE_DIGEST, Optional.of(key));
    }

    @Test
    void holdsNothingWithoutAStatus() {
        assertThat(SecretStatuses.holding(secret().get())).isEqualTo(Holding.NOTHING);
        assertThat(SecretStatuses.hasPut(secret().get())).isFalse();
        assertThat(SecretStatuses.standing(secret().get())).isEmpty();
    }

    @Test
    void hasPutNothingWithAVerdictAlone() {
        assertThat(SecretStatuses.hasPut(
                        secret().judged(ConditionReason.SECRET_NOT_FOUND, 1).get()))
                .isFalse();
    }

    @Test
    void readsBackWhatItRecorded() {
        assertThat(SecretStatuses.holding(secret().put().get()))
                .isEqualTo(new Holding(Optional.of(STORE), Optional.of(DIGEST), WriteMark.UNKNOWN));
        assertThat(SecretStatuses.hasPut(secret().put().get())).isTrue();
    }

    @Test
    void countsNoValueAsAppliedWhileOneWasPutThatNoStatusToldOf() {
        AgentSecretStatus status = after(
                secret().put(),
                Situation.secret()
                        .put(Situation.ANOTHER_STORE, Optional.empty())
                        .read(),
                UNREACHABLE);

        assertThat(status.getStoreId()).isEqualTo(Situation.ANOTHER_STORE.value());
        assertThat(status.getAppliedDigest()).isNull();
    }

    @Test
    void recordsWhatWasPutBackAndWhen() {
        AgentSecretStatus status = after(
                secret(),
                Situation.secret()
                        .read()
                        .key(new KeyView.PutBackAndFound(List.of("a.example"), Optional.empty(), Optional.empty())),
                IN_SYNC);

        assertThat(status.getAppliedDigest()).isEqualTo(DIGEST);
        assertThat(status.getSetAt()).isNotNull();
    }

    @Test
    void remembersThatTheServerDidNotAcceptThisGeneration() {
        SecretFixture refused = secret().put().judged(ConditionReason.NOT_ACCEPTED, 1);

        assertThat(SecretStatuses.history(refused.get(), 1, Optional.empty()))
                .isEqualTo(new History(true, 1, true, Optional.empty()));
        assertThat(SecretStatuses.history(refused.generation(2).get(), 1, Optional.empty()))
                .isEqualTo(new History(false, 1, false, Optional.empty()));
    }

    @Test
    void recordsWhatWasPutWhereAndWhen() {
        AgentSecretStatus status =
                after(secret(), Situation.secret().read().key(new KeyView.Put(Optional.empty())), IN_SYNC);

        assertThat(status.getAgentId()).isEqualTo(Situation.ID.value());
        assertThat(status.getStoreId()).isEqualTo(STORE.value());
        assertThat(status.getAppliedDigest()).isEqualTo(DIGEST);
        assertThat(status.getSetAt()).isEqualTo("2026-05-01T12:00:00.250Z");
        assertThat(status.getSealingKeyId()).isNull();
    }

    @Test
    void keepsTheTimeOfTheLastPutWhenNothingIsPut() {
        AgentSecretStatus status =
                after(secret().put(), Situation.secret().put().read().keyAllows(), IN_SYNC);

        assertThat(status.getSetAt()).isEqualTo(BORN);
        assertThat(status.getAppliedDigest()).isEqualTo(DIGEST);
    }

    @Test
    void recordsNothingAsPutBeforeItWas() {
        AgentSecretStatus status = after(secret(), Situation.secret().read(), UNREACHABLE);

        assertThat(status.getStoreId()).isNull();
        assertThat(status.getAppliedDigest()).isNull();
        assertThat(status.getSetAt()).isNull();
    }

    @Test
    void keepsWhatIsUpstreamWhenTheValueDisappears() {
        AgentSecretStatus status = after(
                secret().put(),
                Situation.secret().put().noValue(ConditionReason.SECRET_NOT_FOUND),
                new Verdict(ConditionReason.SECRET_NOT_FOUND, "gone"));

        assertThat(status.getStoreId()).isEqualTo(STORE.value());
        assertThat(status.getAppliedDigest()).isEqualTo(DIGEST);
    }

    @Test
    void countsNoValueAsAppliedAfterAPutThatWasNotAnswered() {
        AgentSecretStatus status = after(
                secret().put(STORE.value(), FORMER_DIGEST),
                Situation.secret().read().key(new KeyView.Unanswered()),
                UNREACHABLE);

        assertThat(status.getStoreId()).isEqualTo(STORE.value());
        assertThat(status.getAppliedDigest()).isNull();
        assertThat(status.getSetAt()).isEqualTo(BORN);
    }

    @Test
    void remembersTheStoreOfAFirstPutThatWasNotAnswered() {
        AgentSecretStatus status =
                after(secret(), Situation.secret().read().key(new KeyView.Unanswered()), UNREACHABLE);

        assertThat(status.getStoreId()).isEqualTo(STORE.value());
        assertThat(status.getSetAt()).isNull();
    }

    @Test
    void namesTheKeyThatOpenedTheValue() {
        AgentSecretStatus status = after(
                secret(), Situation.secret().value(sealedWith("new")).key(new KeyView.Put(Optional.empty())), IN_SYNC);

        assertThat(status.getSealingKeyId()).isEqualTo("new");
    }

    @Test
    void namesTheKeyThatOpensAResealedValueAlthoughNothingIsPut() {
        AgentSecretStatus status = after(
                secret().put().openedBy("old"),
                Situation.secret().put().value(sealedWith("new")).keyAllows(),
                IN_SYNC);

        assertThat(status.getSealingKeyId()).isEqualTo("new");
        assertThat(status.getSetAt()).isEqualTo(BORN);
    }

    @Test
    void namesNoSealingKeyOnceTheValueComesFromASecret() {
        AgentSecretStatus status = after(
                secret().put().openedBy("old"), Situation.secret().put().read().keyAllows(), IN_SYNC);

        assertThat(status.getSealingKeyId()).isNull();
    }

    @Test
    void saysWhereTheValueCameFrom() {
        assertThat(after(
                                secret().from("anthropic", "api-key"),
                                Situation.secret().read(),
                                IN_SYNC)
                        .getSource())
                .isEqualTo("secret/anthropic/api-key");
        assertThat(after(secret().sealed("oc1"), Situation.secret().value(sealedWith("new")), IN_SYNC)
                        .getSource())
                .isEqualTo("sealed");
    }

    @Test
    void stillSaysWhereTheValueCameFromWhenItDisappears() {
        SecretFixture secret = secret().put();
        secret.get().getStatus().setSource("secret/source/entry");

        assertThat(after(secret, Situation.secret().put().noValue(ConditionReason.SECRET_NOT_FOUND), UNREACHABLE)
                        .getSource())
                .isEqualTo("secret/source/entry");
    }

    @Test
    void beginsTheAgeOfAValueWithItsFirstPut() {
        AgentSecretStatus status =
                after(secret(), Situation.secret().read().key(new KeyView.Put(Optional.empty())), IN_SYNC);

        assertThat(status.getValueSetAt()).isEqualTo(status.getSetAt());
        assertThat(status.getValueDigest()).isEqualTo(Situation.VALUE_DIGEST);
    }

    @Test
    void makesNoValueYoungerThatIsPutAgain() {
        AgentSecretStatus status = after(
                secret().put(STORE.value(), FORMER_DIGEST).aged(BORN, Situation.VALUE_DIGEST),
                Situation.secret().read().key(new KeyView.Put(Optional.empty())),
                IN_SYNC);

        assertThat(status.getSetAt()).isEqualTo("2026-05-01T12:00:00.250Z");
        assertThat(status.getValueSetAt()).isEqualTo(BORN);
    }

    @Test
    void takesTheLastPutForTheAgeOfAValueThatIsPutBackWhereNothingElseIsKnown() {
        AgentSecretStatus status = after(
                secret().put(),
                Situation.secret()
                        .put()
                        .read()
                        .key(new KeyView.PutBackAndFound(List.of(), Optional.empty(), Optional.empty())),
                IN_SYNC);

        assertThat(status.getSetAt()).isEqualTo("2026-05-01T12:00:00.250Z");
        assertThat(status.getValueSetAt()).isEqualTo(BORN);
        assertThat(status.getValueDigest()).isEqualTo(Situation.VALUE_DIGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-05-01T12:00:00Z", "+1000000000-12-31T23:59:59Z", "yesterday"})
    void beginsAnAgeNowThatBeginsSomeTimeOrNobodyCanRead(String since) {
        AgentSecretStatus status = after(
                secret().put().aged(since, Situation.VALUE_DIGEST),
                Situation.secret().put().read().keyAllows(),
                IN_SYNC);

        assertThat(status.getValueSetAt()).isEqualTo("2026-05-01T12:00:00.250Z");
    }

    @Test
    void beginsTheAgeAnewWithAnotherValue() {
        AgentSecretStatus status = after(
                secret().put(STORE.value(), FORMER_DIGEST).aged(BORN, "a1.digest-of-the-former-value-alone"),
                Situation.secret().read().key(new KeyView.Put(Optional.empty())),
                IN_SYNC);

        assertThat(status.getValueSetAt()).isEqualTo("2026-05-01T12:00:00.250Z");
        assertThat(status.getValueDigest()).isEqualTo(Situation.VALUE_DIGEST);
    }

    @Test
    void goesOnCountingTheAgeWhenTheDigestKeyWasLost() {
        AgentSecretStatus status = after(
                secret().put(STORE.value(), FORMER_DIGEST).aged(BORN, "b2.digest-with-another-key"),
                Situation.secret().read().key(new KeyView.Put(Optional.empty())),
                IN_SYNC);

        assertThat(status.getValueSetAt()).isEqualTo(BORN);
        assertThat(status.getValueDigest()).isEqualTo(Situation.VALUE_DIGEST);
    }

    @Test
    void beginsNoAgeBeforeAnAnswer() {
        AgentSecretStatus status = after(
                secret().put(STORE.value(), FORMER_DIGEST).aged(BORN, "a1.digest-of-the-former-value-alone"),
                Situation.secret().read().key(new KeyView.Unanswered()),
                UNREACHABLE);

        assertThat(status.getValueSetAt()).isEqualTo(BORN);
        assertThat(status.getValueDigest()).isEqualTo("a1.digest-of-the-former-value-alone");
    }

    @Test
    void setsTheObservedGenerationWithEveryVerdict() {
        AgentSecretStatus status = after(secret().generation(7), Situation.secret(), UNREACHABLE);

        assertThat(status.getObservedGeneration()).isEqualTo(7);
        assertThat(status.getConditions())
                .isNotEmpty()
                .allSatisfy(condition ->
                        assertThat(condition.getObservedGeneration()).isEqualTo(7));
    }

    @Test
    void repeatsWhatAskedForTheReconcile() {
        AgentSecretStatus status = after(secret().asking("monday"), Situation.secret(), UNREACHABLE);

        assertThat(status.getLastHandledReconcileAt()).isEqualTo("monday");
    }

    @Test
    void changesNothingOfTheObjectsOwnStatus() {
        SecretFixture secret = secret().put(STORE.value(), FORMER_DIGEST).judged(ConditionReason.IN_SYNC, 1);

        after(secret, Situation.secret().read().key(new KeyView.Put(Optional.empty())), IN_SYNC);

        assertThat(secret.get().getStatus().getAppliedDigest()).isEqualTo(FORMER_DIGEST);
    }

    @Test
    void holdsNothingOfTheValue() {
        AgentSecretStatus status =
                after(secret(), Situation.secret().read().key(new KeyView.Put(Optional.empty())), IN_SYNC);

        assertThat(Serialization.asJson(status)).doesNotContain(CANARY);
    }

    @Test
    void tellsWhetherTheLastVerdictIsAboutThePresentObject() {
        assertThat(SecretStatuses.history(secret().get(), 0, Optional.empty()))
                .isEqualTo(new History(false, 0, false, Optional.empty()));
        assertThat(SecretStatuses.history(
                        secret().judged(ConditionReason.IN_SYNC, 1).get(), 2, Optional.empty()))
                .isEqualTo(new History(true, 2, false, Optional.empty()));
        assertThat(SecretStatuses.history(
                        secret().generation(2)
                                .judged(ConditionReason.IN_SYNC, 1)
                                .get(),
                        0,
                        Optional.empty()))
                .isEqualTo(new History(false, 0, false, Optional.empty()));
    }

    @Test
    void countsAnObjectAsChangedUntilWhatItAskedForIsHandled() {
        SecretFixture asking = secret().judged(ConditionReason.IN_SYNC, 1).asking("monday");
        assertThat(SecretStatuses.history(asking.get(), 0, Optional.empty()).unchanged())
                .isFalse();

        assertThat(SecretStatuses.history(asking.handled("monday").get(), 0, Optional.empty())
                        .unchanged())
                .isTrue();
    }
}
