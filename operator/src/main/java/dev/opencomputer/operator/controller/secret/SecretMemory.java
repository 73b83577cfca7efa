/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.scheduling.ObjectMemory;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What the process remembers of each AgentSecret between reconciles. */
final class SecretMemory extends ObjectMemory<SecretMemory.Entry> {

    SecretMemory(LongSupplier clock) {
        super(() -> new Entry(clock));
    }

    /** One AgentSecret's memory. */
    static final class Entry extends Remembered<AgentSecret> {

        private Optional<ConditionReason> waitingFor = Optional.empty();
        private long waitingSince;
        private boolean cameInVain;
        private Optional<StoreId> unrecorded = Optional.empty();

        private Entry(LongSupplier clock) {
            super(clock);
        }

        /** How long the object has waited for the same thing by now; zero at first. */
        Duration waited(ConditionReason what) {
            if (!waitingFor.equals(Optional.of(what))) {
                waitingFor = Optional.of(what);
                waitingSince = now();
            }
            return Duration.ofNanos(now() - waitingSince);
        }

        /**
         * Notes that a PUT into a store begins. Until a status tells of it, the digest in the status may be of a value that
         * is there no more, although it is that of the value which is wanted again.
         */
        void puts(StoreId store) {
            unrecorded = Optional.of(store);
        }

        /** The status tells of all that was put. */
        void recorded() {
            unrecorded = Optional.empty();
        }

        /** What the object has put upstream: as the status records it, but for a PUT that it does not tell of yet. */
        Holding holding(AgentSecret secret) {
            return unrecorded
                    .map(store -> new Holding(Optional.of(store), Optional.empty()))
                    .orElseGet(() -> SecretStatuses.holding(secret));
        }

        /** Whether the last reconcile wanted to write and found the agent busy. */
        boolean cameInVain() {
            return cameInVain;
        }

        void cameInVain(boolean inVain) {
            cameInVain = inVain;
        }

        /** The object no longer waits. */
        void goesOn() {
            waitingFor = Optional.empty();
        }
    }
}
