/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Who waits because he asked to: each holds a thread of the server, so not too many at a time, and none when it stops. */
public final class Waits implements AutoCloseable {

    /** Half of the server's threads. */
    public static final int MOST = 100;

    private final Semaphore room;
    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    /** Room for {@link #MOST}. */
    public Waits() {
        this(MOST);
    }

    Waits(int most) {
        this.room = new Semaphore(most);
    }

    /**
     * Does a call's work.
     *
     * @param asked how long the caller would wait; absent when he does not ask to
     * @param work is given the same where there is room, and nothing where there is none: then it does not wait
     */
    public <R> R room(Optional<Duration> asked, Function<Optional<Duration>, R> work) {
        if (asked.isEmpty() || !room.tryAcquire()) {
            return work.apply(Optional.empty());
        }
        try {
            return work.apply(asked);
        } finally {
            room.release();
        }
    }

    /** The limits of a call that begins now. */
    public CallLimits limits() {
        return CallLimits.starting(stop);
    }

    /** Ends every wait: those who wait get their answers. */
    @Override
    public void close() {
        stop.complete(null);
    }
}
