/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides what a status is to hold beside a sealed value: a pure function of what opens. */
final class ResealDecision {

    private ResealDecision() {}

    /**
     * Decides for one object.
     *
     * @param inSpec what came of opening {@code spec.sealedValue}
     * @param inStatus what came of opening {@code status.resealedValue}, if there is one
     * @param ofThisSpec whether that was made from this very {@code spec.sealedValue}
     * @param former which keys are to be used no more
     */
    static ResealPlan decide(
            Opening inSpec, Optional<Opening> inStatus, boolean ofThisSpec, Predicate<SealingKeyId> former) {
        Optional<Opening.Opened> resealed =
                inStatus.filter(Opening.Opened.class::isInstance).map(Opening.Opened.class::cast);
        if (inSpec instanceof Opening.Opened value) {
            if (!former.test(value.keyId())) {
                return new ResealPlan.None();
            }
            return resealed.filter(known -> same(known, value))
                    .map(known -> bring(known, former))
                    .orElseGet(() -> new ResealPlan.Anew(value, false));
        }
        if (inSpec instanceof Opening.UnknownKey && ofThisSpec) {
            // The old key is lost: what was sealed anew while it was there is all that still opens.
            return resealed.map(known -> bring(known, former)).orElseGet(ResealPlan.None::new);
        }
        return new ResealPlan.None();
    }

    private static ResealPlan bring(Opening.Opened known, Predicate<SealingKeyId> former) {
        return former.test(known.keyId()) ? new ResealPlan.Anew(known, true) : new ResealPlan.Keep();
    }

    private static boolean same(Opening.Opened one, Opening.Opened other) {
        return MessageDigest.isEqual(one.plaintext(), other.plaintext());
    }
}
