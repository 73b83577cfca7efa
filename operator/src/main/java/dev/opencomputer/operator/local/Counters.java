/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static java.util.stream.Collectors.toMap;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Counts calls by operation and outcome. The outcome is the status of the answer as text, or {@link #DROPPED}. A call
 * counts before its answer is sent, so who has the answer finds it counted.
 */
public final class Counters {

    /** The outcome of a call whose connection was closed without a whole answer. */
    public static final String DROPPED = "dropped";

    private final Map<Operation, Map<String, LongAdder>> counts = new ConcurrentHashMap<>();

    Counters() {}

    void count(Operation operation, String outcome) {
        counts.computeIfAbsent(operation, key -> new ConcurrentHashMap<>())
                .computeIfAbsent(outcome, key -> new LongAdder())
                .increment();
    }

    /** The counts of this moment, for comparing with those of another. */
    public Snapshot snapshot() {
        Map<Operation, Map<String, Long>> copy = new EnumMap<>(Operation.class);
        counts.forEach((operation, outcomes) -> copy.put(
                operation,
                outcomes.entrySet().stream()
                        .collect(toMap(
                                Map.Entry::getKey, entry -> entry.getValue().sum(), Long::sum, TreeMap::new))));
        return new Snapshot(copy);
    }

    /** The calls of one operation since the start, whatever their outcome. */
    public long calls(Operation operation) {
        return snapshot().calls(operation);
    }

    /**
     * Counts that don't change any more.
     *
     * @param counts from operation and outcome to the number of calls; what never happened is absent
     */
    public record Snapshot(Map<Operation, Map<String, Long>> counts) {

        /** Keeps its own copy. */
        public Snapshot {
            Map<Operation, Map<String, Long>> copy = new EnumMap<>(Operation.class);
            counts.forEach(
                    (operation, outcomes) -> copy.put(operation, Collections.unmodifiableMap(new TreeMap<>(outcomes))));
            counts = Collections.unmodifiableMap(copy);
        }

        /** The calls of one operation, whatever their outcome. */
        public long calls(Operation operation) {
            return sum(operation::equals);
        }

        /** The calls of one operation with one outcome. */
        public long calls(Operation operation, String outcome) {
            return counts.getOrDefault(operation, Map.of()).getOrDefault(outcome, 0L);
        }

        /** All calls that change something, failed ones included. */
        public long writes() {
            return sum(Operation::isWrite);
        }

        /** All calls that only read, failed ones included. */
        public long reads() {
            return sum(operation -> !operation.isWrite());
        }

        /**
         * What was counted since an earlier moment.
         *
         * @param earlier the counts of that moment
         * @return the difference, without what did not happen since
         */
        public Snapshot since(Snapshot earlier) {
            Map<Operation, Map<String, Long>> difference = new EnumMap<>(Operation.class);
            counts.forEach((operation, outcomes) -> outcomes.forEach((outcome, count) -> {
                long more = count - earlier.calls(operation, outcome);
                if (more > 0) {
                    difference
                            .computeIfAbsent(operation, key -> new TreeMap<>())
                            .put(outcome, more);
                }
            }));
            return new Snapshot(difference);
        }

        /** The same with each operation as text, method and route, for people and scripts. */
        Map<String, Map<String, Long>> byRoute() {
            Map<String, Map<String, Long>> byRoute = new TreeMap<>();
            counts.forEach((operation, outcomes) -> byRoute.put(operation.toString(), outcomes));
            return byRoute;
        }

        private long sum(Predicate<Operation> which) {
            return counts.entrySet().stream()
                    .filter(entry -> which.test(entry.getKey()))
                    .flatMap(entry -> entry.getValue().values().stream())
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
