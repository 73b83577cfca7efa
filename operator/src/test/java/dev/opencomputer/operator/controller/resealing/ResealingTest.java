/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static dev.opencomputer.operator.controller.resealing.Sealed.CURRENT;
import static dev.opencomputer.operator.controller.resealing.Sealed.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.api.ValueSource;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResealingTest {

    private final Resealing resealing = Sealed.resealing();

    @Test
    void sealsForTheSamePlaceWithTheCurrentKey() {
        assertThat(resealing.forStatus(Sealed.with(OLD, "value")))
                .hasValueSatisfying(text -> assertThat(Sealed.opened(text)).isEqualTo("value"));
    }

    @Test
    void repeatsWhatStandsThereWhileItIsRight() {
        String good = Sealed.text(CURRENT, "value");

        assertThat(resealing.forStatus(Sealed.resealed(Sealed.with(OLD, "value"), good, 2)))
                .contains(good);
        assertThat(resealing.forStatus(Sealed.resealed(Sealed.with(OLD, "value"), good, 1)))
                .contains(good);
    }

    @Test
    void sealsTheNewValueOfASpecThatWasChanged() {
        String former = Sealed.text(CURRENT, "former");

        assertThat(resealing.forStatus(Sealed.resealed(Sealed.with(OLD, "new"), former, 1)))
                .hasValueSatisfying(text -> assertThat(Sealed.opened(text)).isEqualTo("new"));
    }

    @Test
    void saysNothingOnceTheSpecUsesTheCurrentKey() {
        String good = Sealed.text(CURRENT, "value");

        assertThat(resealing.forStatus(Sealed.resealed(Sealed.holding(good), good, 1)))
                .isEmpty();
    }

    @Test
    void saysNothingOnceTheValueComesFromASecret() {
        AgentSecret secret = Sealed.resealed(Sealed.with(OLD, "value"), Sealed.text(CURRENT, "value"), 1);
        secret.getSpec().setSealedValue(null);
        ValueSource source = new ValueSource();
        source.setSecretKeyRef(new SecretKeyReference());
        secret.getSpec().setValueFrom(source);

        assertThat(resealing.forStatus(secret)).isEmpty();
    }

    @Test
    void opensNothingThatUsesTheCurrentKeyOrNone() {
        Resealing opensNothing = new Resealing(
                (text, place) -> {
                    throw new AssertionError("opened without need");
                },
                Sealed::currentKey);

        assertThat(opensNothing.forStatus(Sealed.with(CURRENT, "value"))).isEmpty();
        assertThat(opensNothing.forStatus(Sealed.holding("no sealed value"))).isEmpty();
        assertThat(opensNothing.forSpec(Sealed.with(CURRENT, "value"))).isEmpty();
    }

    @Test
    void changesNothingOfAnObjectThatIsBeingDeleted() {
        AgentSecret secret = Sealed.resealed(Sealed.with(OLD, "new"), Sealed.text(CURRENT, "former"), 1);
        secret.getMetadata().setDeletionTimestamp("2026-05-01T10:00:00Z");

        assertThat(resealing.forStatus(secret)).contains(secret.getStatus().getResealedValue());
    }

    @Test
    void changesNothingWhileNoCurrentKeyIsKnown() {
        Resealing keyless = new Resealing(
                (text, place) -> {
                    throw new AssertionError("opened without need");
                },
                Optional::empty);
        AgentSecret secret = Sealed.resealed(Sealed.with(OLD, "value"), "as it is", 1);

        assertThat(keyless.forStatus(secret)).contains("as it is");
        assertThat(keyless.forSpec(secret)).isEmpty();
        assertThat(keyless.usesOldKey(secret)).isFalse();
    }

    @Test
    void holdsOnToTheLastThatOpensWhenTheOldKeyIsLost() {
        AgentSecret lost = Sealed.with(PrivateSealingKey.generate(), "value");
        String last = Sealed.text(CURRENT, "value");

        assertThat(resealing.forStatus(Sealed.resealed(lost, last, 2))).contains(last);
        assertThat(resealing.forStatus(Sealed.resealed(lost, last, 1))).isEmpty();
    }

    @Test
    void sealsForTheSpecOnlyWhatOpens() {
        assertThat(resealing.forSpec(Sealed.with(OLD, "value")))
                .hasValueSatisfying(text -> assertThat(Sealed.opened(text)).isEqualTo("value"));
        assertThat(resealing.forSpec(Sealed.with(PrivateSealingKey.generate(), "value")))
                .isEmpty();
        assertThat(new Resealing(
                                (text, place) -> new Opening.WrongPlaceOrDamaged(
                                        OLD.publicKey().id()),
                                Sealed::currentKey)
                        .forSpec(Sealed.with(OLD, "value")))
                .isEmpty();
    }
}
