/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.ConditionReason;

/**
 * The result of a reconcile, from which the conditions are made.
 *
 * @param reason the reason of {@code Ready}
 * @param message cause and action, steady: never a time or a counter
 * @param claim what becomes of the claim
 */
record Verdict(ConditionReason reason, String message, ClaimFate claim) {

    /** What a verdict means for the claim in the status. */
    enum ClaimFate {
        /** As it is; recorded when something was written or taken over upstream. */
        KEEP,
        /** Recorded: the Agent holds its id. */
        RECORD,
        /** Removed: somebody else was first. */
        WITHDRAW,
        /** The claim on the store is removed: somebody else made that first. */
        WITHDRAW_STORE
    }

    static Verdict of(ConditionReason reason, String message) {
        return new Verdict(reason, message, ClaimFate.KEEP);
    }
}
