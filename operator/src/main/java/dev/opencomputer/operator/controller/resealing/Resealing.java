/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingPlace;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Seals with the current key what an AgentSecret holds sealed with an old one. Safe for use by several threads. */
public final class Resealing {

    private final BiFunction<String, SealingPlace, Opening> opener;
    private final Supplier<Optional<PublicSealingKey>> currentKey;

    /**
     * Seals with whatever key is the current one at the moment.
     *
     * @param opener opens a sealed value at its place
     * @param currentKey the key to seal with; absent while none is known
     */
    public Resealing(
            BiFunction<String, SealingPlace, Opening> opener, Supplier<Optional<PublicSealingKey>> currentKey) {
        this.opener = opener;
        this.currentKey = currentKey;
    }

    /**
     * What {@code status.resealedValue} is to say of an AgentSecret. Where what it says is still right, that is the answer:
     * sealing has another outcome each time, and each would be a write.
     *
     * @param secret the object with its status as it is known
     * @return the text; empty when there is to be none
     */
    public Optional<String> forStatus(AgentSecret secret) {
        Optional<String> present = Optional.ofNullable(secret.getStatus()).map(AgentSecretStatus::getResealedValue);
        Optional<PublicSealingKey> current = currentKey.get();
        if (secret.isMarkedForDeletion() || current.isEmpty()) {
            return present;
        }
        return usesOldKey(secret, current.get()) ? forStatus(secret, present, current.get()) : Optional.empty();
    }

    private Optional<String> forStatus(AgentSecret secret, Optional<String> present, PublicSealingKey current) {
        boolean ofThisSpec = Optional.ofNullable(secret.getStatus())
                .map(AgentSecretStatus::getObservedGeneration)
                .filter(generation -> generation.equals(secret.getMetadata().getGeneration()))
                .isPresent();
        ResealPlan plan = ResealDecision.decide(
                open(secret, secret.getSpec().getSealedValue()),
                present.map(text -> open(secret, text)),
                ofThisSpec,
                current.id());
        if (plan instanceof ResealPlan.Keep) {
            return present;
        }
        return plan instanceof ResealPlan.Anew anew
                ? Optional.of(seal(secret, anew.value(), current))
                : Optional.empty();
    }

    /**
     * What could stand in {@code spec.sealedValue} instead.
     *
     * @param secret the object
     * @return the same value, sealed with the current key; empty when it is so already, or does not open
     */
    Optional<String> forSpec(AgentSecret secret) {
        return currentKey
                .get()
                .filter(current -> usesOldKey(secret, current))
                .flatMap(current -> open(secret, secret.getSpec().getSealedValue()) instanceof Opening.Opened value
                        ? Optional.of(seal(secret, value, current))
                        : Optional.empty());
    }

    /** Whether there is a sealed value, and the key that it names is another than the current one. */
    boolean usesOldKey(AgentSecret secret) {
        return currentKey.get().filter(current -> usesOldKey(secret, current)).isPresent();
    }

    private static boolean usesOldKey(AgentSecret secret, PublicSealingKey current) {
        return Optional.ofNullable(secret.getSpec().getSealedValue())
                .flatMap(SealedValue::keyIdOf)
                .filter(used -> !used.equals(current.id()))
                .isPresent();
    }

    private Opening open(AgentSecret secret, String text) {
        return opener.apply(text, place(secret));
    }

    private static String seal(AgentSecret secret, Opening.Opened value, PublicSealingKey current) {
        return current.seal(place(secret), value.plaintext()).text();
    }

    private static SealingPlace place(AgentSecret secret) {
        return new SealingPlace(
                secret.getMetadata().getNamespace(),
                secret.getSpec().getAgentRef().getName(),
                secret.getSpec().getKey());
    }
}
