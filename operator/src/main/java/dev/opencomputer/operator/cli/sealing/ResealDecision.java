/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import dev.opencomputer.operator.seal.MalformedSealedValueException;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.util.Optional;

/** What becomes of a sealed value in a file, given what the cluster says of it. */
sealed interface ResealDecision {

    /**
     * The operator has sealed the same value for a newer key: that goes into the file.
     *
     * @param value the text of the sealed value
     * @param key the key that it is sealed for
     */
    record Replace(String value, SealingKeyId key) implements ResealDecision {}

    /** There is nothing to replace it with: it uses the current key. */
    record UpToDate() implements ResealDecision {}

    /**
     * It stays as it is although it may use an old key.
     *
     * @param why a clause
     */
    record Left(String why) implements ResealDecision {}

    /**
     * An AgentSecret as it is in the cluster.
     *
     * @param sealedValue {@code spec.sealedValue}
     * @param resealedValue {@code status.resealedValue}
     * @param isObserved whether the status is about this spec
     */
    record InCluster(Optional<String> sealedValue, Optional<String> resealedValue, boolean isObserved) {}

    /**
     * Decides.
     *
     * @param inFile {@code sealedValue} in the file
     * @param inCluster the AgentSecret of that name, if there is one
     */
    static ResealDecision of(String inFile, Optional<InCluster> inCluster) {
        if (inCluster.isEmpty()) {
            return new Left("the cluster has no AgentSecret of that name");
        }
        InCluster object = inCluster.get();
        if (!object.sealedValue().equals(Optional.of(inFile))) {
            // What the operator sealed anew is that other value, and may be older than the file's.
            return new Left("the cluster has another sealedValue; apply the file first, and wait until it is Ready");
        }
        if (!object.isObserved()) {
            return new Left("the operator has not looked at it since it was changed; wait until it is Ready");
        }
        if (object.resealedValue().isEmpty()) {
            return new UpToDate();
        }
        String resealed = object.resealedValue().get();
        try {
            return new Replace(resealed, SealedValue.parse(resealed).keyId());
        } catch (MalformedSealedValueException malformed) {
            return new Left("status.resealedValue is no sealed value: " + malformed.getMessage());
        }
    }
}
