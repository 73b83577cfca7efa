/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.time.Duration;

/** Hears of every call that was made, or held back, for metrics. Must be quick and must not throw. */
@FunctionalInterface
public interface CallObserver {

    /** Hears nothing. */
    CallObserver NONE = (operation, outcome, took) -> {};

    /**
     * A call ended.
     *
     * @param operation one of a small fixed set, such as {@code create_agent}
     * @param outcome {@code ok}, {@code held_back} for a call that was not sent, or the failure's word from
     *     {@link OpenComputerException#outcome()}
     * @param took from the first byte sent to the last received, a repeated GET included
     */
    void called(String operation, String outcome, Duration took);
}
