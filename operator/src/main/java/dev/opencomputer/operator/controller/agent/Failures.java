/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.reporting.UpstreamReasons;
import dev.opencomputer.operator.opencomputer.OpenComputerException;

/** What a failed call means for the object that it was made for. */
final class Failures {

    private Failures() {}

    static Verdict verdict(Plan step, OpenComputerException failure) {
        return Verdict.of(reason(step, failure), failure.getMessage());
    }

    private static ConditionReason reason(Plan step, OpenComputerException failure) {
        return failure instanceof OpenComputerException.Conflict && step instanceof Plan.DeleteStore
                ? ConditionReason.STORE_IN_USE
                : UpstreamReasons.of(failure);
    }
}
