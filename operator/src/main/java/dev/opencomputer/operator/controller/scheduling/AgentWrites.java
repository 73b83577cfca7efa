/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Lets one reconcile at a time write for an agent, be it of its record, its store or a key in that, and remembers when
 * the last write was, so that no listing from before is taken for the present state.
 */
public final class AgentWrites {

    private final Map<AgentKey, Long> lastWrites = new ConcurrentHashMap<>();
    private final Map<AgentKey, Turn> turns = new ConcurrentHashMap<>();
    private final AtomicReference<Long> forgotten = new AtomicReference<>();
    private final LongSupplier clock;

    /**
     * Nobody writes yet.
     *
     * @param clock nanoseconds of a monotonic clock
     */
    public AgentWrites(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * A turn at an agent, unless somebody else has it. Nobody waits for it, since a write may take many seconds and the
     * worker is needed elsewhere: who comes in vain is called when the turn is free.
     *
     * @param key the agent
     * @param who the object that asks, by its UID; asking twice is like asking once
     * @param whenFree called, on the other's thread, as soon as the turn is free
     * @return the turn; empty when somebody else has it
     */
    public Optional<Turn> tryTurn(AgentKey key, String who, Runnable whenFree) {
        Turn ours = new Turn(key);
        Turn present = turns.compute(key, (agent, taken) -> {
            if (taken == null) {
                return ours;
            }
            taken.waiting.put(who, whenFree);
            return taken;
        });
        return present == ours ? Optional.of(ours) : Optional.empty();
    }

    /**
     * Forgets an agent that no object names any longer. That there was a write is kept: an object that is applied anew
     * must not find its store in a listing from before the deletion.
     *
     * @param key the agent
     */
    public void forget(AgentKey key) {
        Long last = lastWrites.remove(key);
        if (last != null) {
            forgotten.updateAndGet(newest -> newest == null || last - newest > 0 ? last : newest);
        }
    }

    /**
     * The moment that a listing must have begun after to show what was last written for an agent.
     *
     * @param key the agent
     * @param moment the earliest moment that would do otherwise, on the clock
     * @return that, or the last write if it was later
     */
    public long notBefore(AgentKey key, long moment) {
        Long own = lastWrites.get(key);
        Long last = own == null ? forgotten.get() : own;
        return last != null && last - moment > 0 ? last : moment;
    }

    /** The right to write for one agent, until it is closed. */
    public final class Turn implements AutoCloseable {

        private final AgentKey key;

        /** Who came in vain meanwhile, in the order of coming; changed only within the map's atomic steps. */
        private final Map<String, Runnable> waiting = new LinkedHashMap<>();

        private Turn(AgentKey key) {
            this.key = key;
        }

        /** Notes that a write was tried, with success or not. */
        public void wrote() {
            lastWrites.put(key, clock.getAsLong());
        }

        /**
         * The moment that a listing must have begun after.
         *
         * @param moment the earliest moment that would do otherwise, on the clock
         * @return that, or the last write if it was later
         */
        public long notBefore(long moment) {
            return AgentWrites.this.notBefore(key, moment);
        }

        /** Ends the turn and calls those who came in vain. */
        @Override
        public void close() {
            if (turns.remove(key, this)) {
                waiting.values().forEach(Runnable::run);
            }
        }
    }
}
