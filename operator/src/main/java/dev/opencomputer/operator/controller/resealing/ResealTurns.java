/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * When each value is sealed anew. After a renewal all of them use an old key at once, and each costs writes; but none is in a
 * hurry, since old keys keep opening. So each object has a turn of its own, ten of them a second, whoever else belongs to the
 * same agent. Safe for use by several threads.
 */
final class ResealTurns {

    private static final long BETWEEN = Duration.ofMillis(100).toNanos();
    private static final long IN_ADVANCE = Duration.ofSeconds(1).toNanos();

    private final LongSupplier clock;

    /** The turns that are still to come, by the UIDs of their objects. */
    private final Map<String, Long> given = new HashMap<>();

    /** Turns whose objects need none any more, the first one first: who gives up what it was given delays nobody. */
    private final PriorityQueue<Long> free;

    private long last;

    /**
     * Begins with a second's worth.
     *
     * @param clock nanoseconds of a monotonic clock
     */
    ResealTurns(LongSupplier clock) {
        this.clock = clock;
        this.last = clock.getAsLong() - IN_ADVANCE;
        long start = last;
        this.free = new PriorityQueue<>(Comparator.comparingLong(turn -> turn - start));
    }

    /**
     * Takes an object's turn, if that has come; else it is given one.
     *
     * @param uid the object
     * @return whether its value may be sealed now
     */
    synchronized boolean take(String uid) {
        long now = clock.getAsLong();
        long turn = given.containsKey(uid) ? given.get(uid) : next(now);
        if (now - turn < 0) {
            given.put(uid, turn);
            return false;
        }
        given.remove(uid);
        return true;
    }

    private long next(long now) {
        while (!free.isEmpty() && free.peek() - now < 0) {
            free.remove();
        }
        if (!free.isEmpty()) {
            return free.remove();
        }
        if (now - last > IN_ADVANCE) {
            last = now - IN_ADVANCE;
        }
        last += BETWEEN;
        return last;
    }

    /** The time until an object's turn, above zero; empty when it has none that is still to come. */
    synchronized Optional<Duration> until(String uid) {
        return Optional.ofNullable(given.get(uid))
                .map(turn -> turn - clock.getAsLong())
                .filter(left -> left > 0)
                // A timer that counts in milliseconds must not fire in the one before.
                .map(left ->
                        Duration.ofNanos(left).truncatedTo(ChronoUnit.MILLIS).plusMillis(1));
    }

    /** Takes the turn of an object that needs none any more, for the next that asks. */
    synchronized void forget(String uid) {
        Long turn = given.remove(uid);
        if (turn != null) {
            free.add(turn);
        }
    }
}
