/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.scheduling.ObjectMemory;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.controller.secret.Observed.Refusal;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What the process remembers of each AgentSecret between reconciles. */
final class SecretMemory extends ObjectMemory<SecretMemory.Entry> {

    /** For as many routine periods a refusal counts: what was in the way may lie at OpenComputer, as a quota does. */
    private static final int REFUSAL_PERIODS = 6;

    /**
     * Remembers nothing yet.
     *
     * @param clock nanoseconds of a monotonic clock
     * @param period the time between routine checks
     */
    SecretMemory(LongSupplier clock, Duration period) {
        super(() -> new Entry(clock, period));
    }

    /** One AgentSecret's memory. */
    static final class Entry extends Remembered<AgentSecret> {

        private final Duration refusalCounts;
        private Optional<ConditionReason> waitingFor = Optional.empty();
        private long waitingSince;
        private boolean cameInVain;
        private Optional<StoreId> unrecorded = Optional.empty();
        private Optional<Instant> listed = Optional.empty();
        private Optional<Refusal> refusal = Optional.empty();
        private long refusedAt;

        private Entry(LongSupplier clock, Duration period) {
            super(clock, period);
            this.refusalCounts = period.multipliedBy(REFUSAL_PERIODS);
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

        /** Notes what a verdict rests on; the status tells of all that was put. */
        void recorded(Verdict verdict, Observed observed) {
            unrecorded = Optional.empty();
            if (observed.key().isPut()) {
                refusal = Optional.empty();
            }
            if (observed.key().isPut() || observed.key() instanceof KeyView.Unanswered) {
                // Not of a PUT that was refused or held back: what was listed before still is.
                listed = Optional.empty();
            }
            boolean ours =
                    verdict.reason() == ConditionReason.IN_SYNC || verdict.reason() == ConditionReason.NOT_ACCEPTED;
            if (ours && observed.key() instanceof KeyView.Found found) {
                listed = found.updatedAt();
            }
            if (ours && observed.key() instanceof KeyView.PutBackAndFound found) {
                listed = found.updatedAt();
            }
            if (ours) {
                clarified(verdict.reason() == ConditionReason.NOT_ACCEPTED);
            }
            if (observed.key() instanceof KeyView.Refused && observed.value() instanceof ValueView.Present value) {
                refusal = observed.agent()
                        .flatMap(AgentState::storeId)
                        .map(store -> new Refusal(value.digest(), store, verdict));
                refusedAt = now();
            }
        }

        /** What the server refused last, where that still counts. */
        Optional<Refusal> refusal() {
            return refusal.filter(refused -> now() - refusedAt < refusalCounts.toNanos());
        }

        /** What the object has put upstream: as the status records it, but for a PUT that it does not tell of yet. */
        Holding holding(AgentSecret secret) {
            return unrecorded.map(Holding::ofUnknown).orElseGet(() -> {
                Holding recorded = SecretStatuses.holding(secret);
                return new Holding(
                        recorded.storeId(), recorded.digest(), recorded.mark().withListed(listed));
            });
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
