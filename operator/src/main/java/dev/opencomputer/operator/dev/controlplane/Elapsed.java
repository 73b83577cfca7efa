/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.time.Duration;

/** Reports the parts of one long step with the time since it began. */
final class Elapsed {

    private final Progress progress;
    private final String what;
    private final long start = System.nanoTime();

    Elapsed(Progress progress, String what) {
        this.progress = progress;
        this.what = what;
    }

    void report(String howFar) {
        progress.report(what, howFar, Duration.ofNanos(System.nanoTime() - start));
    }
}
