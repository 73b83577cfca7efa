/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.time.Duration;

/** Told what takes long, so that a person who waits can see that something moves. Calls may come from any thread. */
@FunctionalInterface
public interface Progress {

    /**
     * A step began or moved on.
     *
     * @param what the step, in words for a person
     * @param howFar how far it is ("120 of 900 packages"), empty where that is not known
     * @param soFar the time that the step has taken so far
     */
    void report(String what, String howFar, Duration soFar);

    /** Tells nobody. */
    static Progress silent() {
        return (what, howFar, soFar) -> {};
    }
}
