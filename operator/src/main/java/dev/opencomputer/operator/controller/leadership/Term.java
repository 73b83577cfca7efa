/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The time in which one replica leads. It ends for good when another may hold the Lease; before that, its mandate rests
 * as soon as the last renewal is too long ago, whether the process was cut off, stopped or merely slow, and needs nobody
 * to notice.
 */
public final class Term implements Mandate {

    private final LeaseTimes times;
    private final Supplier<Moment> clock;
    private Moment renewed;
    private boolean over;
    private boolean taken;

    /**
     * Begins.
     *
     * @param renewed when the request was sent that the Lease was got with
     */
    Term(LeaseTimes times, Supplier<Moment> clock, Moment renewed) {
        this.times = times;
        this.clock = clock;
        this.renewed = renewed;
    }

    @Override
    public void check() {
        if (!holds()) {
            throw new NoMandateException();
        }
    }

    /** Whether a write may begin now. */
    synchronized boolean holds() {
        return !isOver() && silence().compareTo(times.mandate()) < 0;
    }

    /** Whether it has ended for good. */
    public synchronized boolean isOver() {
        over |= silence().compareTo(times.lease()) >= 0;
        return over;
    }

    /**
     * Prolongs it, unless it has ended.
     *
     * @param sent when the renewal was sent, since the others may count from then on
     */
    synchronized void renewed(Moment sent) {
        if (!isOver()) {
            renewed = sent;
        }
    }

    /** Ends it. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    /** Ends it, since another one holds the Lease. */
    synchronized void endsTaken() {
        taken = true;
        end();
    }

    /** Whether it ended because another one holds the Lease. */
    synchronized boolean wasTaken() {
        return taken;
    }

    /**
     * Waits until it ends.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public synchronized void awaitEnd() throws InterruptedException {
        while (!isOver()) {
            // The time ends it as well, and also where nobody is left to say so.
            wait(Math.max(1, times.lease().minus(silence()).toMillis()));
        }
    }

    private Duration silence() {
        return clock.get().sinceAtMost(renewed);
    }
}
