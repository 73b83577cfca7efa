/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many calls have a large object at one time, over all callers. Until its caller has the answer, such an object is in
 * memory several times over: as it came, as it was understood, and as it is sent.
 */
final class LargeAnswers {

    /** What an answer of the API server may have without being large: many times the usual object. */
    static final int SMALL_BYTES = 64 * 1024;

    private static final int MOST = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Semaphore places;
    private final Duration patience;

    LargeAnswers() {
        this(MOST, PATIENCE);
    }

    LargeAnswers(int most, Duration patience) {
        this.places = new Semaphore(most, true);
        this.patience = patience;
    }

    /** For one call, which needs a place only once an answer turns out to be large. */
    Place forCall() {
        return new Place();
    }

    /** One call's, from its first large answer until it is closed. */
    final class Place implements AutoCloseable {

        private boolean isTaken;
        private boolean isClosed;

        /**
         * Takes it, if the call has none yet.
         *
         * @throws Refusal 503 when others had all of them for too long
         */
        synchronized void take() {
            if (isTaken || isClosed) {
                return;
            }
            if (!hasRoom()) {
                throw Refusal.unavailable("too many large objects are being read; try again", LATER);
            }
            isTaken = true;
        }

        /** The caller has what he came for. */
        @Override
        public synchronized void close() {
            isClosed = true;
            if (isTaken) {
                isTaken = false;
                places.release();
            }
        }
    }

    private boolean hasRoom() {
        try {
            return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
