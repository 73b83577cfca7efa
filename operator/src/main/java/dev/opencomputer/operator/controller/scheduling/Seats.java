/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * How many workers one connection takes at once, so that a server that hangs holds up those who use it and nobody else.
 * Nobody waits for a seat, since a worker that waits is taken too: who comes in vain is called when one is free.
 */
public final class Seats {

    /** When who came in vain does well to come again, even if nobody calls. */
    public static final Duration COME_AGAIN_AFTER = Duration.ofSeconds(5);

    private final ToIntFunction<String> most;
    private final Map<String, Row> rows = new ConcurrentHashMap<>();

    /** The seats of one connection; changed only within the map's atomic steps. */
    private static final class Row {
        private int taken;
        private final Map<String, Runnable> waiting = new LinkedHashMap<>();
    }

    /**
     * Nobody sits yet.
     *
     * @param most how many seats a connection has, by its name; asked anew each time
     */
    public Seats(ToIntFunction<String> most) {
        this.most = most;
    }

    /**
     * A seat, unless all are taken.
     *
     * @param connection the connection's name
     * @param who the object that asks, by its UID; asking twice is like asking once
     * @param whenFree called, on another's thread, when it is this one's turn to ask again
     * @return the seat; empty when there is none
     */
    public Optional<Seat> trySeat(String connection, String who, Runnable whenFree) {
        boolean[] ours = new boolean[1];
        rows.compute(connection, (name, present) -> {
            Row row = present == null ? new Row() : present;
            ours[0] = row.taken < most.applyAsInt(name);
            if (ours[0]) {
                row.taken++;
                row.waiting.remove(who);
            } else {
                row.waiting.put(who, whenFree);
            }
            return row;
        });
        return ours[0] ? Optional.of(new Seat(connection)) : Optional.empty();
    }

    /** How many came in vain and have not been called yet, by connection; one for which nobody waits may be absent. */
    public Map<String, Integer> waiting() {
        Map<String, Integer> waiting = new HashMap<>();
        rows.keySet()
                .forEach(connection -> rows.computeIfPresent(connection, (name, row) -> {
                    waiting.put(name, row.waiting.size());
                    return row;
                }));
        return waiting;
    }

    /** A seat, until it is closed. */
    public final class Seat implements AutoCloseable {

        private final String connection;

        private Seat(String connection) {
            this.connection = connection;
        }

        /** Gives the seat back and calls the one who has waited longest. */
        @Override
        public void close() {
            Runnable[] next = {() -> {}};
            rows.computeIfPresent(connection, (name, row) -> {
                row.taken--;
                Iterator<Runnable> waiting = row.waiting.values().iterator();
                if (waiting.hasNext()) {
                    next[0] = waiting.next();
                    waiting.remove();
                }
                return row.taken == 0 && row.waiting.isEmpty() ? null : row;
            });
            next[0].run();
        }
    }
}
