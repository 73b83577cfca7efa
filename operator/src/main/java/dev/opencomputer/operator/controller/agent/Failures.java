/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.opencomputer.OpenComputerException;

/** What a failed call means for the object that it was made for. */
final class Failures {

    private Failures() {}

    static Verdict verdict(Plan step, OpenComputerException failure) {
        return Verdict.of(reason(step, failure), failure.getMessage());
    }

    private static ConditionReason reason(Plan step, OpenComputerException failure) {
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
        if (failure instanceof OpenComputerException.Conflict && step instanceof Plan.DeleteStore) {
            return ConditionReason.STORE_IN_USE;
        }
        return failure instanceof OpenComputerException.ServerTrouble
                ? ConditionReason.SERVER_TROUBLE
                : ConditionReason.UNEXPECTED_ANSWER;
    }
}
