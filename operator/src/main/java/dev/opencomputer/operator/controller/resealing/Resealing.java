/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Seals with the current key what an AgentSecret holds sealed with an older one. Safe for use by several threads. */
public final class Resealing {

    private final BiFunction<String, SealingPlace, Opening> opener;
    private final Supplier<Optional<PublicSealingKey>> currentKey;
    private final Predicate<SealingKeyId> former;
    private final ResealTurns turns;

    /** Whose status takes no value that was sealed anew. */
    private final GivenUp refused;

    /**
     * Seals with whatever key is the current one at the moment.
     *
     * @param opener opens a sealed value at its place; that may bring keys which were not known before
     * @param currentKey the key to seal with; absent while none is known
     * @param former which keys are to be used no more: neither the current one, nor one that comes after it
     * @param clock nanoseconds of a monotonic clock
     * @param period the time between routine checks
     */
    public Resealing(
            BiFunction<String, SealingPlace, Opening> opener,
            Supplier<Optional<PublicSealingKey>> currentKey,
            Predicate<SealingKeyId> former,
            LongSupplier clock,
            Duration period) {
        this.opener = opener;
        this.currentKey = currentKey;
        this.former = former;
        this.turns = new ResealTurns(clock);
        this.refused = new GivenUp(clock, period);
    }

    /**
     * Says in a status what could stand in {@code spec.sealedValue} instead. Where what it says is still right, it stays:
     * sealing has another outcome each time, and each would be a write.
     *
     * @param secret the object
     * @param status the status that is about to be written, which says what the one before said
     */
    public void tell(AgentSecret secret, AgentSecretStatus status) {
        if (secret.isMarkedForDeletion() || currentKey.get().isEmpty()) {
            return;
        }
        boolean old = usesOldKey(secret);
        if (!old) {
            turns.forget(uid(secret));
        }
        Optional<String> anew = old ? anew(secret, status) : Optional.empty();
        status.setResealedValue(anew.orElse(null));
        status.setResealedFrom(anew.map(text -> fingerprint(secret)).orElse(null));
    }

    private Optional<String> anew(AgentSecret secret, AgentSecretStatus status) {
        Optional<String> present = Optional.ofNullable(status.getResealedValue());
        ResealPlan plan = ResealDecision.decide(
                open(secret, secret.getSpec().getSealedValue()),
                present.map(text -> open(secret, text)),
                fingerprint(secret).equals(status.getResealedFrom()),
                former);
        if (plan instanceof ResealPlan.Anew anew) {
            return !refused.has(secret) && turns.take(uid(secret))
                    ? seal(secret, anew.value())
                    : present.filter(text -> anew.standing());
        }
        if (plan instanceof ResealPlan.Keep) {
            // A turn that it still waits for is its spec's.
            return present;
        }
        turns.forget(uid(secret));
        return Optional.empty();
    }

    /**
     * The time until it is an object's turn to be sealed anew.
     *
     * @param secret the object
     * @return the time, above zero; empty where it has no turn to wait for
     */
    public Optional<Duration> untilTurn(AgentSecret secret) {
        return turns.until(uid(secret));
    }

    /** Leaves in a status what it said before of a value that was sealed anew, if that was of this very spec. */
    void giveUp(AgentSecret secret, AgentSecretStatus status) {
        Optional<AgentSecretStatus> before = Optional.ofNullable(secret.getStatus())
                .filter(present -> fingerprint(secret).equals(present.getResealedFrom()));
        status.setResealedValue(before.map(AgentSecretStatus::getResealedValue).orElse(null));
        status.setResealedFrom(before.map(AgentSecretStatus::getResealedFrom).orElse(null));
    }

    /** Notes that the status of this version of an object takes no value that was sealed anew. */
    void wasRefused(AgentSecret secret) {
        refused.add(secret, secret.getMetadata().getResourceVersion());
    }

    /** Forgets an object that is gone. */
    void forget(AgentSecret secret) {
        turns.forget(uid(secret));
        refused.forget(secret);
    }

    private static String uid(AgentSecret secret) {
        return secret.getMetadata().getUid();
    }

    /** The value that is to be sealed anew; empty when it is so already, does not open, or has to wait. */
    Optional<Opening.Opened> due(AgentSecret secret) {
        // Asked twice: to open it may have brought the key that is the current one by now.
        return usesOldKey(secret)
                        && untilTurn(secret).isEmpty()
                        && open(secret, secret.getSpec().getSealedValue()) instanceof Opening.Opened value
                        && usesOldKey(secret)
                ? Optional.of(value)
                : Optional.empty();
    }

    /** The value, sealed with the current key; empty when it has to wait. */
    Optional<String> inTurn(AgentSecret secret, Opening.Opened value) {
        return turns.take(uid(secret)) ? seal(secret, value) : Optional.empty();
    }

    /** Whether there is a sealed value, and the key that it names is to be used no more. */
    boolean usesOldKey(AgentSecret secret) {
        return Optional.ofNullable(secret.getSpec().getSealedValue())
                .flatMap(SealedValue::keyIdOf)
                .filter(former)
                .isPresent();
    }

    /** Tells one sealed text from another; the text is public. */
    private static String fingerprint(AgentSecret secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(secret.getSpec().getSealedValue().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Opening open(AgentSecret secret, String text) {
        return opener.apply(text, place(secret));
    }

    private Optional<String> seal(AgentSecret secret, Opening.Opened value) {
        return currentKey
                .get()
                .map(current -> current.seal(place(secret), value.plaintext()).text());
    }

    private static SealingPlace place(AgentSecret secret) {
        return new SealingPlace(
                secret.getMetadata().getNamespace(),
                secret.getSpec().getAgentRef().getName(),
                secret.getSpec().getKey());
    }
}
