/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.security.MessageDigest;
import java.util.Optional;

/** Decides what a status is to hold beside a sealed value: a pure function of what opens. */
final class ResealDecision {

    private ResealDecision() {}

    /**
     * Decides for one object.
     *
     * @param inSpec what came of opening {@code spec.sealedValue}
     * @param inStatus what came of opening {@code status.resealedValue}, if there is one
     * @param ofThisSpec whether the status speaks of the spec as it is
     * @param current the key to seal with
     */
    static ResealPlan decide(Opening inSpec, Optional<Opening> inStatus, boolean ofThisSpec, SealingKeyId current) {
        Optional<Opening.Opened> resealed =
                inStatus.filter(Opening.Opened.class::isInstance).map(Opening.Opened.class::cast);
        if (inSpec instanceof Opening.Opened value) {
            if (value.keyId().equals(current)) {
                return new ResealPlan.None();
            }
            return bring(resealed.filter(known -> same(known, value)).orElse(value), current);
        }
        if (inSpec instanceof Opening.UnknownKey && ofThisSpec) {
            // The old key is lost: what was sealed anew while it was there is all that still opens.
            return resealed.map(known -> bring(known, current)).orElseGet(ResealPlan.None::new);
        }
        return new ResealPlan.None();
    }

    private static ResealPlan bring(Opening.Opened value, SealingKeyId current) {
        return value.keyId().equals(current) ? new ResealPlan.Keep() : new ResealPlan.Anew(value);
    }

    private static boolean same(Opening.Opened one, Opening.Opened other) {
        return MessageDigest.isEqual(one.plaintext(), other.plaintext());
    }
}
