/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import dev.opencomputer.operator.api.ConditionReason;

/** Hears what reconciles come to, on their threads, for metrics and traces. Must be quick and must not throw. */
public interface ReconcileObserver {

    /** Hears nothing. */
    ReconcileObserver NONE = new ReconcileObserver() {

        @Override
        public void concluded(ConditionReason reason) {}

        @Override
        public void letGo() {}

        @Override
        public void repaired(Drift drift) {}
    };

    /**
     * A verdict stands, whether it is news or not.
     *
     * @param reason of the condition Ready
     */
    void concluded(ConditionReason reason);

    /** The operator has done its part of an object's deletion. */
    void letGo();

    /**
     * What somebody else had changed at OpenComputer was put back.
     *
     * @param drift what had been changed
     */
    void repaired(Drift drift);
}
