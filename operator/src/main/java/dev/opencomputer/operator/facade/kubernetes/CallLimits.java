/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * What bounds the work for one call, however slow the API server is: the time of each request, that of all together,
 * and the facade's own end, which nobody waits beyond.
 */
public final class CallLimits {

    /** The longest that one request to the API server takes, its answer included: the client ends it then. */
    public static final Duration REQUEST = Duration.ofSeconds(10);

    /** After this time a call makes no further request. A thousand secrets in one POST take a part of it. */
    public static final Duration CALL = Duration.ofSeconds(60);

    private final LongSupplier nanos;
    private final long end;
    private final CompletableFuture<Void> stop;

    private CallLimits(Duration all, CompletableFuture<Void> stop, LongSupplier nanos) {
        this.nanos = nanos;
        this.end = nanos.getAsLong() + all.toNanos();
        this.stop = stop;
    }

    /**
     * Those of a call that begins now.
     *
     * @param stop done when the facade is about to stop
     */
    public static CallLimits starting(CompletableFuture<Void> stop) {
        return starting(stop, System::nanoTime);
    }

    static CallLimits starting(CompletableFuture<Void> stop, LongSupplier nanos) {
        return new CallLimits(CALL, stop, nanos);
    }

    /** Those of work with many requests, each with its own time: it ends with whoever takes what it yields. */
    public static CallLimits ofRequestsOnly() {
        return new CallLimits(Duration.ofDays(1), new CompletableFuture<>(), System::nanoTime);
    }

    /** Whether the call has had its time, and makes no further request. */
    boolean areOver() {
        return end - nanos.getAsLong() <= 0;
    }

    /** Done when the facade is about to stop. */
    CompletableFuture<Void> stop() {
        return stop;
    }
}
