/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.opencomputer.OpenComputerException;

/** Which reason a failed call to OpenComputer becomes, whatever it was made for. */
public final class UpstreamReasons {

    private UpstreamReasons() {}

    /**
     * The reason that stands for a failure.
     *
     * @param failure the failure; its message stands beside the reason
     * @return the reason
     */
    public static ConditionReason of(OpenComputerException failure) {
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
        return failure instanceof OpenComputerException.ServerTrouble
                ? ConditionReason.SERVER_TROUBLE
                : ConditionReason.UNEXPECTED_ANSWER;
    }
}
