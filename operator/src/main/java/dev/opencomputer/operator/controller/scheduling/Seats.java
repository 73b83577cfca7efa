/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * How many workers each connection takes at once, so that servers that hang hold up those who use them and nobody else:
 * the connections of namespaces' own take at most a quarter each, and leave a quarter to the default however many they
 * are, as the default leaves one to them. Nobody waits for a seat, since a worker that waits is taken too: who comes in
 * vain is called when one is free.
 */
public final class Seats {

    /** When who came in vain does well to come again, even if nobody calls. */
    public static final Duration COME_AGAIN_AFTER = Duration.ofSeconds(5);

    private final int threads;
    private final int quarter;
    private final String theDefault;
    private final BooleanSupplier divided;

    /** Those with seats taken or somebody waiting, in the order in which they came. */
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private int takenByOwn;

    /** The seats of one connection. */
    private static final class Row {
        private int taken;
        private final Map<String, Runnable> waiting = new LinkedHashMap<>();
    }

    /**
     * Nobody sits yet.
     *
     * @param threads how many workers there are
     * @param theDefault the name of the connection of all who have none of their own
     * @param divided whether there are connections of namespaces' own, which the default leaves seats to; asked anew each
     *     time
     */
    public Seats(int threads, String theDefault, BooleanSupplier divided) {
        this.threads = threads;
        this.quarter = Math.max(1, threads / 4);
        this.theDefault = theDefault;
        this.divided = divided;
    }

    /**
     * A seat, unless all are taken.
     *
     * @param connection the connection's name
     * @param who the object that asks, by its UID; asking twice is like asking once
     * @param whenFree called, on another's thread, when it is this one's turn to ask again
     * @return the seat; empty when there is none
     */
    public synchronized Optional<Seat> trySeat(String connection, String who, Runnable whenFree) {
        Row row = rows.computeIfAbsent(connection, name -> new Row());
        if (!isFree(connection, row)) {
            row.waiting.put(who, whenFree);
            return Optional.empty();
        }
        row.taken++;
        row.waiting.remove(who);
        if (!connection.equals(theDefault)) {
            takenByOwn++;
        }
        return Optional.of(new Seat(connection));
    }

    private boolean isFree(String connection, Row row) {
        int mostOfAKind = Math.max(1, threads - quarter);
        if (connection.equals(theDefault)) {
            return row.taken < (divided.getAsBoolean() ? mostOfAKind : threads);
        }
        int free = mostOfAKind - takenByOwn;
        // A second one only while others find a first.
        return row.taken == 0 ? free > 0 : row.taken < quarter && free > quarter;
    }

    private synchronized Runnable giveBack(String connection) {
        Row row = rows.get(connection);
        row.taken--;
        if (row.taken == 0 && row.waiting.isEmpty()) {
            rows.remove(connection);
        }
        if (connection.equals(theDefault)) {
            return next((name, waiting) -> name.equals(theDefault)).orElse(() -> {});
        }
        takenByOwn--;
        // Those first who have none, or one server that hangs would take them all in turn.
        return next((name, waiting) -> !name.equals(theDefault) && waiting.taken == 0)
                .or(() -> next((name, waiting) -> !name.equals(theDefault)))
                .orElse(() -> {});
    }

    /** Who has waited longest for a connection that has a seat now; that connection goes behind the others. */
    private Optional<Runnable> next(BiPredicate<String, Row> which) {
        Optional<String> found = rows.entrySet().stream()
                .filter(entry -> !entry.getValue().waiting.isEmpty())
                .filter(entry -> which.test(entry.getKey(), entry.getValue()))
                .filter(entry -> isFree(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        return found.map(connection -> {
            Row row = rows.remove(connection);
            Iterator<Runnable> waiting = row.waiting.values().iterator();
            Runnable next = waiting.next();
            waiting.remove();
            if (row.taken > 0 || !row.waiting.isEmpty()) {
                rows.put(connection, row);
            }
            return next;
        });
    }

    /** How many came in vain and have not been called yet, by connection; one for which nobody waits may be absent. */
    public synchronized Map<String, Integer> waiting() {
        Map<String, Integer> waiting = new HashMap<>();
        rows.forEach((connection, row) -> waiting.put(connection, row.waiting.size()));
        return waiting;
    }

    /** A seat, until it is closed. */
    public final class Seat implements AutoCloseable {

        private final String connection;

        private Seat(String connection) {
            this.connection = connection;
        }

        /** Gives the seat back and calls the one who may have it now and has waited longest for its connection. */
        @Override
        public void close() {
            giveBack(connection).run();
        }
    }
}
