/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.opencomputer.OpenComputerException;

/** What a failed call means for the object that it was made for. */
final class Failures {

    private Failures() {}

    static Verdict verdict(OpenComputerException failure) {
        return Verdict.of(reason(failure), failure.getMessage());
    }

    private static ConditionReason reason(OpenComputerException failure) {
        if (failure instanceof OpenComputerException.Refused) {
            return ConditionReason.REJECTED;
        }
        if (failure instanceof OpenComputerException.Unauthorised) {
            return ConditionReason.UNAUTHORISED;
        }
        if (failure instanceof OpenComputerException.Throttled) {
            return ConditionReason.THROTTLED;
        }
        if (failure instanceof OpenComputerException.Unreachable) {
            return ConditionReason.UNREACHABLE;
        }
        if (failure instanceof OpenComputerException.AgentsApiNotFound) {
            return ConditionReason.AGENTS_API_NOT_FOUND;
        }
        if (failure instanceof OpenComputerException.Conflict) {
            // Conflicts of a POST are answered by looking; what is left is a store that cannot be deleted yet.
            return ConditionReason.STORE_IN_USE;
        }
        return failure instanceof OpenComputerException.Unintelligible
                ? ConditionReason.UNEXPECTED_ANSWER
                : ConditionReason.SERVER_TROUBLE;
    }
}
