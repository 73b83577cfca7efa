/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import java.io.IOException;

/** Takes the time. */
final class Timing {

    private Timing() {}

    /** Something that takes its time. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** How long it takes, in nanoseconds. */
    static long of(Step step) throws IOException {
        long began = System.nanoTime();
        step.run();
        return System.nanoTime() - began;
    }
}
