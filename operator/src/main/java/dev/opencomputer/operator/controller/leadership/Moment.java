/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import java.time.Duration;

/**
 * A moment on two clocks, since each alone is wrong at times: the monotonic one may stand still while the machine
 * sleeps, and the other one is set by people and by NTP.
 *
 * @param nanos of the monotonic clock, {@link System#nanoTime()}
 * @param millis of the clock on the wall, {@link System#currentTimeMillis()}
 */
record Moment(long nanos, long millis) {

    static Moment now() {
        return new Moment(System.nanoTime(), System.currentTimeMillis());
    }

    /** How long ago another moment was at the most: for one who must not hold on to something for too long. */
    Duration sinceAtMost(Moment earlier) {
        Duration monotonic = sinceAtLeast(earlier);
        Duration wall = Duration.ofMillis(millis - earlier.millis);
        return monotonic.compareTo(wall) > 0 ? monotonic : wall;
    }

    /** How long ago another moment was at the least: for one who must not take something too early. */
    Duration sinceAtLeast(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }
}
