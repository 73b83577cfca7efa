/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Lets one reconcile at a time write for an agent, and remembers when it last did, so that no listing from before is
 * taken for the present state.
 */
final class AgentWrites {

    private final Map<AgentKey, Long> lastWrites = new ConcurrentHashMap<>();
    private final Map<AgentKey, Turn> turns = new ConcurrentHashMap<>();
    private final AtomicReference<Long> forgotten = new AtomicReference<>();
    private final LongSupplier clock;

    AgentWrites(LongSupplier clock) {
        this.clock = clock;
    }

    /** A turn at an agent, unless somebody else has it: nobody waits, the item comes again later. */
    Optional<Turn> tryTurn(AgentKey key) {
        Turn turn = new Turn(key);
        return turns.putIfAbsent(key, turn) == null ? Optional.of(turn) : Optional.empty();
    }

    /**
     * Forgets an agent that no object names any longer. That there was a write is kept: an object that is applied anew
     * must not find its store in a listing from before the deletion.
     */
    void forget(AgentKey key) {
        Long last = lastWrites.remove(key);
        if (last != null) {
            forgotten.updateAndGet(newest -> newest == null || last - newest > 0 ? last : newest);
        }
    }

    /** The right to write for one agent, until it is closed. */
    final class Turn implements AutoCloseable {

        private final AgentKey key;

        private Turn(AgentKey key) {
            this.key = key;
        }

        /** Notes that a write was tried, with success or not. */
        void wrote() {
            lastWrites.put(key, clock.getAsLong());
        }

        /** The moment, on the clock, that a listing must have begun after. */
        long notBefore(long moment) {
            Long own = lastWrites.get(key);
            Long last = own == null ? forgotten.get() : own;
            return last != null && last - moment > 0 ? last : moment;
        }

        @Override
        public void close() {
            turns.remove(key, this);
        }
    }
}
