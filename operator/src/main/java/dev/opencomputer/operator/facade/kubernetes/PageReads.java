/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many pages of objects are read at one time, over all callers. Until it is known what is needed of its objects, a page
 * is in memory as it came, and some of it can be large.
 */
final class PageReads {

    /** The most objects in a page. */
    static final int PAGE = 50;

    private static final int MOST = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Semaphore room;
    private final Duration patience;

    PageReads() {
        this(MOST, PATIENCE);
    }

    PageReads(int most, Duration patience) {
        // The next in turn gets it: a long list does not hold up a short one.
        this.room = new Semaphore(most, true);
        this.patience = patience;
    }

    /**
     * Reads a page, and makes of it what is kept.
     *
     * @throws Refusal 503 when others read for too long
     */
    <R> R inTurn(Supplier<R> reading) {
        if (!hasRoom()) {
            throw Refusal.unavailable("too many lists are being read; try again", LATER);
        }
        try {
            return reading.get();
        } finally {
            room.release();
        }
    }

    private boolean hasRoom() {
        try {
            return room.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
