/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.reporting.UntoldRepairs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What the process remembers of one object, whatever its kind. Used by one reconcile at a time, but for {@link #seen},
 * which the watch sets.
 *
 * @param <T> the kind
 */
public class Remembered<T extends HasMetadata> {

    /** How many repairs in a row mean that somebody else keeps writing, and hold the next one back. */
    public static final int CONTENTION_REPAIRS = 3;

    /** The shortest time within which the next repair belongs to the same row, and how long the first pause is. */
    public static final Duration CONTENTION_WINDOW = Duration.ofMinutes(10);

    /** No longer, since what stays meanwhile may be hosts that somebody widened. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /**
     * For as many routine periods the next repair belongs to the same row: drift is mostly found by routine checks, so
     * that two operators, even with different periods, would never repair each other often within ten minutes.
     */
    private static final int CONTENTION_PERIODS = 6;

    private static final int MOST_DOUBLINGS = 20;

    private static final double NANOS_A_SECOND = 1e9;

    private final LongSupplier clock;
    private final Duration window;
    private final AtomicInteger failures = new AtomicInteger();
    private final UntoldRepairs untold = new UntoldRepairs();
    private volatile long seenAt;
    private volatile long retryAt;
    private boolean released;
    private T written;
    private int repairsInRow;
    private int unsure;
    private long repairedAt;

    /**
     * Remembers nothing but that the object was seen now.
     *
     * @param clock nanoseconds of a monotonic clock
     * @param period the time between routine checks
     */
    public Remembered(LongSupplier clock, Duration period) {
        this.clock = clock;
        Duration periods = period.multipliedBy(CONTENTION_PERIODS);
        this.window = periods.compareTo(CONTENTION_WINDOW) > 0 ? periods : CONTENTION_WINDOW;
        this.seenAt = clock.getAsLong();
    }

    /** The clock's present moment. */
    protected final long now() {
        return clock.getAsLong();
    }

    /** The object, or that it is being deleted, was seen for the first time now. */
    public final void seen() {
        seenAt = now();
    }

    /** When {@link #seen} was called last, on the clock. */
    public final long seenAt() {
        return seenAt;
    }

    /** Notes a failure and tells how many there were in a row. */
    public final int failed() {
        return failures.incrementAndGet();
    }

    /**
     * Notes when the next try is due.
     *
     * @param delay from now
     */
    public final void retriesIn(Duration delay) {
        retryAt = now() + delay.toNanos();
    }

    /** Notes a result that is not retried. */
    public final void succeeded() {
        failures.set(0);
    }

    final boolean isRetried() {
        return failures.get() > 0;
    }

    final double secondsToRetry() {
        return Math.max(0, retryAt - now()) / NANOS_A_SECOND;
    }

    /**
     * Notes that something which somebody else changed upstream was put back, or may have been.
     *
     * @param drift what was put back
     * @param certain whether somebody else has surely been at it
     */
    public final void repaired(Drift drift, boolean certain) {
        repaired();
        untold.add(drift, certain);
        if (!certain) {
            unsure++;
        }
    }

    /**
     * Notes what has become of the repairs of which it was not certain that somebody else had made them necessary.
     *
     * @param nobodyElses whether nobody else had, as turned out; then they count for nothing
     */
    protected final void clarified(boolean nobodyElses) {
        if (nobodyElses) {
            repairsInRow -= Math.min(repairsInRow, unsure);
        }
        unsure = 0;
    }

    /** The repairs that no Event tells of yet. */
    public final UntoldRepairs untold() {
        return untold;
    }

    /** Counts a repair. */
    public final void repaired() {
        repairsInRow = rowGoesOn() ? repairsInRow + 1 : 1;
        repairedAt = now();
    }

    /**
     * How many repairs there were in a row of late; {@link #CONTENTION_REPAIRS} while the next one has to wait, and less
     * when it may be done.
     */
    public final int recentRepairs() {
        if (repairsInRow > 0 && sinceRepair().compareTo(pause()) < 0) {
            return CONTENTION_REPAIRS;
        }
        return rowGoesOn() ? Math.min(repairsInRow, CONTENTION_REPAIRS - 1) : 0;
    }

    private boolean rowGoesOn() {
        return repairsInRow > 0 && sinceRepair().compareTo(pause().plus(window)) <= 0;
    }

    /** How long the next repair has to wait after the last: nobody knows which of two writers will give in. */
    private Duration pause() {
        int pauses = repairsInRow - CONTENTION_REPAIRS;
        if (pauses < 0) {
            return Duration.ZERO;
        }
        Duration doubled = CONTENTION_WINDOW.multipliedBy(1L << Math.min(pauses, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private Duration sinceRepair() {
        return Duration.ofNanos(now() - repairedAt);
    }

    /**
     * Notes what the API server answered to our write.
     *
     * @param answer the object as it is since then
     */
    public final void wrote(T answer) {
        // As in the cache: nobody reads who set which field, and it is half of an object.
        answer.getMetadata().setManagedFields(null);
        written = answer;
    }

    /**
     * Whether our finalizer was removed. Until the watch tells that the object is gone its cached state still asks for
     * a deletion, which would by then hit what a successor has made.
     */
    public final boolean released() {
        return released;
    }

    /** Notes that our finalizer was removed. */
    public final void release() {
        released = true;
    }

    /**
     * The newest state of the object.
     *
     * @param cached what the cache holds
     * @return that, or what the API server answered to our last write, whichever is newer
     */
    public final T freshest(T cached) {
        if (written != null && version(written) <= version(cached)) {
            written = null;
        }
        return written == null ? cached : written;
    }

    private static long version(HasMetadata object) {
        return Long.parseLong(object.getMetadata().getResourceVersion());
    }
}
