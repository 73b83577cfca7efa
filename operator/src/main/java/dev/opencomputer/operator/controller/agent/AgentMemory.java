/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What the process remembers of each Agent between reconciles. None of it has to survive a restart: it only saves
 * calls, spreads retries, and bridges the moment until an own write is back from the watch.
 */
final class AgentMemory {

    private static final double NANOS_A_SECOND = 1e9;

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    AgentMemory(LongSupplier clock) {
        this.clock = clock;
    }

    /** What is remembered of an object, by its UID. */
    Entry of(Agent agent) {
        return entries.computeIfAbsent(agent.getMetadata().getUid(), uid -> new Entry(clock));
    }

    void forget(Agent agent) {
        entries.remove(agent.getMetadata().getUid());
    }

    /** How many objects wait for a retry. */
    long retrying() {
        return entries.values().stream()
                .filter(entry -> entry.failures.get() > 0)
                .count();
    }

    /** The seconds until the first object that waits for a retry has its turn; not a number when none waits. */
    double secondsToNextRetry() {
        long now = clock.getAsLong();
        return entries.values().stream()
                .filter(entry -> entry.failures.get() > 0)
                .mapToDouble(entry -> Math.max(0, entry.retryAt - now) / NANOS_A_SECOND)
                .min()
                .orElse(Double.NaN);
    }

    /** One object's memory. Used by one reconcile at a time, but for {@link #seen}, which the watch sets. */
    static final class Entry {

        private final LongSupplier clock;
        private final Deque<Long> repairs = new ArrayDeque<>();
        private volatile long seenAt;
        private volatile long retryAt;
        private final AtomicInteger failures = new AtomicInteger();
        private boolean claimIsFresh;
        private boolean unrecorded;
        private long settledGeneration = -1;
        private boolean released;
        private Agent written;

        private Entry(LongSupplier clock) {
            this.clock = clock;
            this.seenAt = clock.getAsLong();
        }

        /** The object, or that it is being deleted, was seen for the first time now. */
        void seen() {
            seenAt = clock.getAsLong();
        }

        long seenAt() {
            return seenAt;
        }

        /** Notes a failure and tells how many there were in a row. */
        int failed() {
            return failures.incrementAndGet();
        }

        /** Notes when the next try is due. */
        void retriesIn(Duration delay) {
            retryAt = clock.getAsLong() + delay.toNanos();
        }

        void succeeded() {
            failures.set(0);
        }

        void repaired() {
            repairs.addLast(clock.getAsLong());
            while (repairs.size() > AgentDecision.CONTENTION_REPAIRS) {
                repairs.removeFirst();
            }
        }

        int recentRepairs() {
            long since = clock.getAsLong() - AgentDecision.CONTENTION_WINDOW.toNanos();
            return (int) repairs.stream().filter(at -> at - since >= 0).count();
        }

        /** The last generation that OpenComputer is known to have taken; -1 when this process knows of none. */
        long settledGeneration() {
            return settledGeneration;
        }

        /** Notes a result; one that was not accepted has to be written again once a failure has hidden it. */
        void concluded(ConditionReason reason, long generation) {
            if (AgentStatuses.isSettled(reason)) {
                settledGeneration = generation;
            } else if (reason == ConditionReason.NOT_ACCEPTED) {
                settledGeneration = -1;
            }
        }

        boolean claimIsFresh() {
            return claimIsFresh && !unrecorded;
        }

        /** Notes a write upstream that the status does not tell of yet: a conflict may then be with what we made. */
        void madeSomething() {
            unrecorded = true;
        }

        /** The status tells of all that was written. */
        void recorded() {
            unrecorded = false;
        }

        void claimIsFresh(boolean fresh) {
            claimIsFresh = fresh;
        }

        void wrote(Agent answer) {
            written = answer;
        }

        /**
         * Whether our finalizer was removed. Until the watch tells that the object is gone its cached state still asks
         * for a deletion, which would by then hit what the next holder of the id has made.
         */
        boolean released() {
            return released;
        }

        void release() {
            released = true;
        }

        /** The newer of what the cache holds and what the API server answered to our last write. */
        Agent freshest(Agent cached) {
            if (written != null && version(written) <= version(cached)) {
                written = null;
            }
            return written == null ? cached : written;
        }

        private static long version(Agent agent) {
            return Long.parseLong(agent.getMetadata().getResourceVersion());
        }
    }
}
