/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what takes too long, up to a quarter of a second after its time. Almost everything is done long before: looking
 * from time to time costs less than a timer for each, which would wake a thread for each.
 */
final class Deadlines {

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Set<Deadline> running = ConcurrentHashMap.newKeySet();

    /** Looks on this thread, as long as that takes work. */
    Deadlines(ScheduledExecutorService thread) {
        Future<?> unused = thread.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toNanos(), LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Something that has to be done by then. */
    final class Deadline implements AutoCloseable {

        private final long end;
        private final Runnable ending;

        private Deadline(long end, Runnable ending) {
            this.end = end;
            this.ending = ending;
        }

        private boolean endedBy(long now) {
            if (now - end < 0) {
                return false;
            }
            try {
                ending.run();
            } catch (RuntimeException e) {
                // Out of here, it would be the end of every other deadline too.
                LOG.warn("A request whose time is over could not be ended", e);
            }
            return true;
        }

        /** It is done. */
        @Override
        public void close() {
            running.remove(this);
        }
    }

    /**
     * Sets a deadline.
     *
     * @param limit the time from now on; absent where there is none
     * @param ending what ends it then
     */
    Deadline set(Optional<Duration> limit, Runnable ending) {
        Deadline deadline =
                new Deadline(System.nanoTime() + limit.map(Duration::toNanos).orElse(0L), ending);
        if (limit.isPresent()) {
            running.add(deadline);
        }
        return deadline;
    }

    private void look() {
        long now = System.nanoTime();
        running.removeIf(deadline -> deadline.endedBy(now));
    }
}
