/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells whether the same had to be published again and again, since something else writes there too. Then not each of its
 * writes is answered at once, which would have no end where that does the same.
 */
final class WriteContest {

    private static final int TIMES = 3;
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final LongSupplier nanos;
    private final Deque<Long> writes = new ArrayDeque<>();
    private Optional<Publication> last = Optional.empty();

    /**
     * Knows of no write yet.
     *
     * @param nanos tells how much time goes by
     */
    WriteContest(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Notes that something was published. */
    void wrote(Publication publication) {
        if (!last.equals(Optional.of(publication))) {
            writes.clear();
        }
        last = Optional.of(publication);
        writes.addLast(nanos.getAsLong());
        if (writes.size() > TIMES) {
            writes.removeFirst();
        }
    }

    /** Whether it was published so often of late that something else must have undone it each time. */
    boolean isAbout(Publication publication) {
        return last.equals(Optional.of(publication))
                && writes.size() == TIMES
                && since(writes.getFirst()) < WITHIN.toNanos();
    }

    /** Whether it is to be published once more only after a pause. */
    boolean holdsBack(Publication publication) {
        return isAbout(publication) && since(writes.getLast()) < PAUSE.toNanos();
    }

    private long since(long then) {
        return nanos.getAsLong() - then;
    }
}
