/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What the process remembers of one object, whatever its kind. Used by one reconcile at a time, but for {@link #seen},
 * which the watch sets.
 *
 * @param <T> the kind
 */
public class Remembered<T extends HasMetadata> {

    /** The time within which {@link #CONTENTION_REPAIRS} repairs mean that somebody else keeps writing. */
    public static final Duration CONTENTION_WINDOW = Duration.ofMinutes(10);

    /** How many repairs within {@link #CONTENTION_WINDOW} are the last before the operator backs off. */
    public static final int CONTENTION_REPAIRS = 3;

    private static final double NANOS_A_SECOND = 1e9;

    private final LongSupplier clock;
    private final Deque<Long> repairs = new ArrayDeque<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long seenAt;
    private volatile long retryAt;
    private boolean released;
    private T written;

    /**
     * Remembers nothing but that the object was seen now.
     *
     * @param clock nanoseconds of a monotonic clock
     */
    public Remembered(LongSupplier clock) {
        this.clock = clock;
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

    /** Notes that something which somebody else changed upstream was put back. */
    public final void repaired() {
        repairs.addLast(now());
        while (repairs.size() > CONTENTION_REPAIRS) {
            repairs.removeFirst();
        }
    }

    /** How many repairs there were within {@link #CONTENTION_WINDOW}; at most {@link #CONTENTION_REPAIRS}. */
    public final int recentRepairs() {
        long since = now() - CONTENTION_WINDOW.toNanos();
        return (int) repairs.stream().filter(at -> at - since >= 0).count();
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
