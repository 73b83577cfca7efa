/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.dev.controlplane.Progress;
import java.io.PrintWriter;
import java.time.Duration;

/** Prints steps for a person who waits: each new one at once, and how far a long one is every ten seconds. */
final class Steps implements Progress {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final PrintWriter out;
    private String current = "";
    private long printedAt;

    Steps(PrintWriter out) {
        this.out = out;
    }

    /** A step that says no more than its name. */
    static void step(Progress progress, String what) {
        progress.report(what, "", Duration.ZERO);
    }

    @Override
    public synchronized void report(String what, String howFar, Duration soFar) {
        long now = System.nanoTime();
        boolean begins = !what.equals(current);
        if (begins || now - printedAt >= INTERVAL.toNanos()) {
            current = what;
            printedAt = now;
            out.println(
                    begins
                            ? "- " + what
                            : "    " + soFar.toSeconds() + " s so far" + (howFar.isEmpty() ? "" : ", " + howFar));
            out.flush();
        }
    }
}
