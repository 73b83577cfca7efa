/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many values are sealed anew in a time. After a renewal all of them use an old key at once, and each costs writes; but
 * none is in a hurry, since old keys keep opening. Safe for use by several threads.
 */
final class ResealPace {

    private static final long BETWEEN = Duration.ofMillis(100).toNanos();
    private static final long IN_ADVANCE = Duration.ofSeconds(1).toNanos();

    private final LongSupplier clock;
    private long next;

    /**
     * Begins with a second's worth.
     *
     * @param clock nanoseconds of a monotonic clock
     */
    ResealPace(LongSupplier clock) {
        this.clock = clock;
        this.next = clock.getAsLong() - IN_ADVANCE;
    }

    /** Whether one more may be sealed now. Who may not looks again at the next routine check. */
    synchronized boolean allows() {
        long now = clock.getAsLong();
        if (now - next > IN_ADVANCE) {
            next = now - IN_ADVANCE;
        }
        if (now - next < BETWEEN) {
            return false;
        }
        next += BETWEEN;
        return true;
    }
}
