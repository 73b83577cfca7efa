/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import dev.opencomputer.operator.seal.MalformedSealedValueException;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.util.Optional;
import java.util.Set;

/** What becomes of a sealed value in a file, given what the cluster says of it. */
sealed interface ResealDecision {

    /**
     * The operator has sealed the same value for a newer key: that goes into the file.
     *
     * @param value the text of the sealed value
     * @param key the key that it is sealed for
     */
    record Replace(String value, SealingKeyId key) implements ResealDecision {}

    /** There is nothing to replace it with: it uses the current key, or, where that is not known, nothing says otherwise. */
    record UpToDate() implements ResealDecision {}

    /**
     * It stays as it is although it may use an old key.
     *
     * @param why a clause
     */
    record Left(String why) implements ResealDecision {}

    /**
     * An AgentSecret as it is in a file.
     *
     * @param agent {@code spec.agentRef.name}
     * @param key {@code spec.key}
     * @param sealedValue {@code spec.sealedValue}
     */
    record InFile(Optional<String> agent, Optional<String> key, String sealedValue) {}

    /**
     * The AgentSecret of that name as it is in the cluster.
     *
     * @param agent {@code spec.agentRef.name}
     * @param key {@code spec.key}
     * @param sealedValue {@code spec.sealedValue}
     * @param resealedValue {@code status.resealedValue}
     * @param isObserved whether the status is about this spec
     * @param isReady whether its condition Ready is True
     */
    record InCluster(
            Optional<String> agent,
            Optional<String> key,
            Optional<String> sealedValue,
            Optional<String> resealedValue,
            boolean isObserved,
            boolean isReady) {}

    /**
     * What is known of the operator's keys.
     *
     * @param current the current one; empty where that could not be had
     * @param trusted those that values may be sealed for; none stands for all
     */
    record Keys(Optional<SealingKeyId> current, Set<SealingKeyId> trusted) {}

    /**
     * Decides.
     *
     * @param file the AgentSecret in the file
     * @param inCluster the AgentSecret of that name, if there is one
     * @param keys what the replacement is checked against: a status is not what makes a key one of the operator's
     */
    static ResealDecision of(InFile file, Optional<InCluster> inCluster, Keys keys) {
        SealingKeyId used;
        try {
            used = SealedValue.parse(file.sealedValue()).keyId();
        } catch (MalformedSealedValueException malformed) {
            return new Left("it is no sealed value: " + malformed.getMessage());
        }
        if (keys.current().equals(Optional.of(used))) {
            return new UpToDate();
        }
        if (inCluster.isEmpty()) {
            return new Left("the cluster has no AgentSecret of that name");
        }
        InCluster object = inCluster.get();
        if (!object.agent().equals(file.agent()) || !object.key().equals(file.key())) {
            return new Left("the cluster's AgentSecret of that name is for another Agent or key");
        }
        if (!object.sealedValue().equals(Optional.of(file.sealedValue()))) {
            // What the operator sealed anew is that other value, and may be older than the file's.
            return new Left("the cluster has another sealedValue; apply the file first, and wait until it is Ready");
        }
        if (!object.isObserved()) {
            return new Left("the operator has not looked at it since it was changed; wait until it is Ready");
        }
        return object.resealedValue()
                .map(resealed -> replacement(used, resealed, keys))
                .orElseGet(() -> withoutAReplacement(object, used, keys));
    }

    private static ResealDecision withoutAReplacement(InCluster object, SealingKeyId used, Keys keys) {
        if (!object.isReady()) {
            return new Left("the operator has sealed nothing anew, and it is not Ready; its condition says why");
        }
        if (keys.current().isPresent()) {
            return new Left("it uses the key " + used + ", and the operator has not sealed it for "
                    + keys.current().get() + ", the current one, yet; wait for status.resealedValue");
        }
        return new UpToDate();
    }

    /** Also of what is not Ready: where a key is lost, this may be the last that opens. */
    private static ResealDecision replacement(SealingKeyId used, String resealed, Keys keys) {
        SealingKeyId key;
        try {
            key = SealedValue.parse(resealed).keyId();
        } catch (MalformedSealedValueException malformed) {
            return new Left("status.resealedValue is no sealed value: " + malformed.getMessage());
        }
        if (key.equals(used)) {
            return new Left("status.resealedValue uses the same key, " + key + ", which the operator would not do");
        }
        if (keys.current().isPresent() && !keys.current().get().equals(key)) {
            return new Left("status.resealedValue is for the key " + key + ", and the current one is "
                    + keys.current().get());
        }
        if (!keys.trusted().isEmpty() && !keys.trusted().contains(key)) {
            return new Left(
                    "status.resealedValue is for the key " + key + ", which --trusted-sealing-keys does not name");
        }
        return new Replace(resealed, key);
    }
}
