/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static dev.opencomputer.operator.controller.resealing.Sealed.CURRENT;
import static dev.opencomputer.operator.controller.resealing.Sealed.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.api.ValueSource;
import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResealingTest {

    private static final PrivateSealingKey OLDEST = PrivateSealingKey.generate();

    private final Resealing resealing = Sealed.resealing();

    private static Optional<String> told(Resealing by, AgentSecret secret) {
        return Optional.ofNullable(toldStatus(by, secret).getResealedValue());
    }

    /** The status that is written next, which begins with what the present one says. */
    private static AgentSecretStatus toldStatus(Resealing by, AgentSecret secret) {
        AgentSecretStatus status = new AgentSecretStatus();
        if (secret.getStatus() != null) {
            status.setResealedValue(secret.getStatus().getResealedValue());
            status.setResealedFrom(secret.getStatus().getResealedFrom());
        }
        by.tell(secret, status);
        return status;
    }

    private static Resealing opening(BiFunction<String, SealingPlace, Opening> opener) {
        return Sealed.resealing(opener, System::nanoTime);
    }

    private static Optional<String> forSpec(Resealing by, AgentSecret secret) {
        return by.due(secret).flatMap(value -> by.inTurn(secret, value));
    }

    /** On a clock that stands still, after others who have had all the turns that there are at once. */
    private static Resealing paced(boolean mayGoOn) {
        Resealing paced = Sealed.resealing(KeyRing.of(List.of(OLDEST, OLD, CURRENT))::open, () -> 0L);
        IntStream.range(0, mayGoOn ? 0 : 10).forEach(other -> {
            AgentSecret secret = Sealed.with(OLD, "value");
            secret.getMetadata().setUid("uid-of-other-" + other);
            told(paced, secret);
        });
        return paced;
    }

    @Test
    void sealsForTheSamePlaceWithTheCurrentKey() {
        assertThat(told(resealing, Sealed.with(OLD, "value")))
                .hasValueSatisfying(text -> assertThat(Sealed.opened(text)).isEqualTo("value"));
    }

    @Test
    void repeatsWhatStandsThereWhileItIsRight() {
        String good = Sealed.text(CURRENT, "value");

        assertThat(told(resealing, Sealed.resealed(Sealed.with(OLD, "value"), good)))
                .contains(good);
    }

    @Test
    void sealsTheNewValueOfASpecThatWasChanged() {
        String former = Sealed.text(CURRENT, "former");

        assertThat(told(resealing, Sealed.resealed(Sealed.with(OLD, "new"), former)))
                .hasValueSatisfying(text -> assertThat(Sealed.opened(text)).isEqualTo("new"));
    }

    @Test
    void saysNothingOnceTheSpecUsesTheCurrentKey() {
        String good = Sealed.text(CURRENT, "value");
        AgentSecret secret = Sealed.resealed(Sealed.holding(good), good);
        secret.getStatus().setResealedFrom("of another text");

        AgentSecretStatus status = toldStatus(resealing, secret);

        assertThat(status.getResealedValue()).isNull();
        assertThat(status.getResealedFrom()).isNull();
    }

    @Test
    void saysNothingOnceTheValueComesFromASecret() {
        AgentSecret secret = Sealed.resealed(Sealed.with(OLD, "value"), Sealed.text(CURRENT, "value"));
        secret.getSpec().setSealedValue(null);
        ValueSource source = new ValueSource();
        source.setSecretKeyRef(new SecretKeyReference());
        secret.getSpec().setValueFrom(source);

        assertThat(told(resealing, secret)).isEmpty();
    }

    @Test
    void opensNothingThatUsesTheCurrentKeyOrNone() {
        Resealing opensNothing = opening((text, place) -> {
            throw new AssertionError("opened without need");
        });

        assertThat(told(opensNothing, Sealed.with(CURRENT, "value"))).isEmpty();
        assertThat(told(opensNothing, Sealed.holding("no sealed value"))).isEmpty();
        assertThat(forSpec(opensNothing, Sealed.with(CURRENT, "value"))).isEmpty();
    }

    @Test
    void sealsNothingBackWhenOpeningBringsTheKeyThatIsTheCurrentOneByNow() {
        AtomicBoolean known = new AtomicBoolean();
        Resealing behind = new Resealing(
                (text, place) -> {
                    known.set(true);
                    return KeyRing.of(List.of(OLD, CURRENT)).open(text, place);
                },
                () -> Optional.of((known.get() ? CURRENT : OLD).publicKey()),
                id -> !id.equals((known.get() ? CURRENT : OLD).publicKey().id()),
                System::nanoTime,
                Sealed.PERIOD);

        assertThat(forSpec(behind, Sealed.with(CURRENT, "value"))).isEmpty();
        known.set(false);
        assertThat(told(behind, Sealed.with(CURRENT, "value"))).isEmpty();
    }

    @Test
    void changesNothingOfAnObjectThatIsBeingDeleted() {
        AgentSecret secret = Sealed.resealed(Sealed.with(OLD, "new"), Sealed.text(CURRENT, "former"));
        secret.getMetadata().setDeletionTimestamp("2026-05-01T10:00:00Z");

        assertThat(told(resealing, secret)).contains(secret.getStatus().getResealedValue());
    }

    @Test
    void changesNothingWhileNoCurrentKeyIsKnown() {
        Resealing keyless = new Resealing(
                (text, place) -> {
                    throw new AssertionError("opened without need");
                },
                Optional::empty,
                id -> false,
                System::nanoTime,
                Sealed.PERIOD);
        AgentSecret secret = Sealed.resealed(Sealed.with(OLD, "value"), "as it is");

        assertThat(told(keyless, secret)).contains("as it is");
        assertThat(forSpec(keyless, secret)).isEmpty();
        assertThat(keyless.usesOldKey(secret)).isFalse();
    }

    @Test
    void holdsOnToTheLastThatOpensWhenTheOldKeyIsLostWhateverElseIsChanged() {
        AgentSecret secret = Sealed.with(OLD, "value");
        secret.setStatus(toldStatus(resealing, secret));
        String last = secret.getStatus().getResealedValue();
        Resealing withoutTheOldKey = opening(KeyRing.of(List.of(CURRENT))::open);

        secret.getMetadata().setGeneration(3L);
        assertThat(told(withoutTheOldKey, secret)).contains(last);

        secret.getSpec().setSealedValue(Sealed.text(OLD, "value"));
        assertThat(told(withoutTheOldKey, secret))
                .as("of another text nobody knows whether it is the same value")
                .isEmpty();
    }

    @Test
    void waitsUntilOthersHaveHadTheirTurn() {
        assertThat(told(paced(false), Sealed.with(OLD, "value"))).isEmpty();
        assertThat(forSpec(paced(false), Sealed.with(OLD, "value"))).isEmpty();
        assertThat(forSpec(paced(true), Sealed.with(OLD, "value"))).isPresent();
    }

    @Test
    void tellsWhoWaitsWhenItsTurnIsAndNobodyElse() {
        Resealing paced = paced(false);
        AgentSecret waiting = Sealed.with(OLD, "value");
        told(paced, waiting);
        assertThat(paced.untilTurn(waiting)).contains(Duration.ofMillis(101));

        told(paced, Sealed.with(CURRENT, "carried over meanwhile"));
        assertThat(paced.untilTurn(waiting)).isEmpty();
    }

    /** What somebody who may write statuses puts there, together with the right fingerprint, which anybody can make. */
    @ParameterizedTest
    @MethodSource("forged")
    void holdsOnToNothingThatDoesNotOpenForItsPlaceWhenTheOldKeyIsLost(String text) {
        AgentSecret secret = Sealed.with(OLD, "value");
        secret.setStatus(toldStatus(resealing, secret));
        secret.getStatus().setResealedValue(text);

        AgentSecretStatus status = toldStatus(opening(KeyRing.of(List.of(CURRENT))::open), secret);

        assertThat(status.getResealedValue()).isNull();
        assertThat(status.getResealedFrom()).isNull();
    }

    static Stream<String> forged() {
        byte[] value = "value".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                "no sealed value",
                Sealed.text(PrivateSealingKey.generate(), "value"),
                Sealed.text(OLD, "value"),
                CURRENT.publicKey()
                        .seal(new SealingPlace("team-b", "resolver", "API_KEY"), value)
                        .text(),
                CURRENT.publicKey()
                        .seal(new SealingPlace("team-a", "another", "API_KEY"), value)
                        .text(),
                CURRENT.publicKey()
                        .seal(new SealingPlace("team-a", "resolver", "ANOTHER"), value)
                        .text());
    }

    @Test
    void seesThroughAForgedValueOfItsPlaceWhileTheOldKeyIsThere() {
        AgentSecret secret = Sealed.with(OLD, "value");
        secret.setStatus(toldStatus(resealing, secret));
        secret.getStatus().setResealedValue(Sealed.text(CURRENT, "forged"));

        assertThat(told(resealing, secret))
                .hasValueSatisfying(text -> assertThat(Sealed.opened(text)).isEqualTo("value"));
    }

    @Test
    void keepsWhileItWaitsOnlyWhatHoldsTheSameValue() {
        String former = Sealed.text(OLD, "value");

        assertThat(told(paced(false), Sealed.resealed(Sealed.with(OLDEST, "value"), former)))
                .contains(former);
        assertThat(told(paced(false), Sealed.resealed(Sealed.with(OLDEST, "new"), former)))
                .isEmpty();
    }

    @Test
    void sealsForTheSpecOnlyWhatOpens() {
        assertThat(forSpec(resealing, Sealed.with(OLD, "value")))
                .hasValueSatisfying(text -> assertThat(Sealed.opened(text)).isEqualTo("value"));
        assertThat(forSpec(resealing, Sealed.with(PrivateSealingKey.generate(), "value")))
                .isEmpty();
        Resealing opensNone = opening(
                (text, place) -> new Opening.WrongPlaceOrDamaged(OLD.publicKey().id()));
        assertThat(forSpec(opensNone, Sealed.with(OLD, "value"))).isEmpty();
    }
}
