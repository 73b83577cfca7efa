/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import java.time.Duration;

/** The two clocks of a machine, moved by a test. */
final class Clocks {

    private Moment now = new Moment(-5_000_000_000L, 1_800_000_000_000L);

    Moment now() {
        return now;
    }

    void pass(Duration time) {
        now = new Moment(now.nanos() + time.toNanos(), now.millis() + time.toMillis());
    }

    /** The machine sleeps, and its monotonic clock with it. */
    void sleep(Duration time) {
        now = new Moment(now.nanos(), now.millis() + time.toMillis());
    }

    /** Somebody sets the clock on the wall. */
    void set(Duration difference) {
        sleep(difference);
    }
}
