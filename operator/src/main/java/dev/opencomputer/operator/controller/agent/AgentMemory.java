/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.scheduling.ObjectMemory;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.controller.scheduling.Triggers;
import dev.opencomputer.operator.controller.secretsfrom.ChildMemory;
import dev.opencomputer.operator.controller.secretsfrom.KeysReport;
import dev.opencomputer.operator.opencomputer.Hosts;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What the process remembers of each Agent between reconciles. */
final class AgentMemory extends ObjectMemory<AgentMemory.Entry> {

    /** How early a timer may fire. */
    private static final Duration TIMER = Duration.ofMillis(5);

    /**
     * Remembers nothing yet.
     *
     * @param clock nanoseconds of a monotonic clock
     * @param period the time between routine checks
     */
    AgentMemory(LongSupplier clock, Duration period) {
        super(() -> new Entry(clock, period));
    }

    /** Has a whole reconcile follow for each Agent that waits for its next try. */
    List<ResourceID> callThoseInBackOff() {
        waiting().forEach(Entry::call);
        return inBackOff();
    }

    /**
     * What a whole reconcile came to.
     *
     * @param verdict on everything but the keys of whole Secrets
     * @param holdsId whether the Agent holds its id, so that its keys may be written
     * @param asked what the Agent asked for that it is about
     */
    record Settled(Verdict verdict, boolean holdsId, Triggers.Asked asked) {}

    /** One Agent's memory. */
    static final class Entry extends Remembered<Agent> {

        private final Duration period;
        private boolean claimIsFresh;
        private boolean unrecorded;
        private long settledGeneration = -1;
        private boolean owesLook;
        private Optional<Hosts> answeredAllowlist = Optional.empty();
        private Optional<Long> concludedAt = Optional.empty();
        private Plan.Farewell told;
        private ChildMemory children;
        private Optional<KeysReport> keys = Optional.empty();
        private Optional<Settled> settled = Optional.empty();
        private volatile boolean called = true;
        private long dueAt;
        private long keysToldAt;
        private long lookedAnewAt;

        private Entry(LongSupplier clock, Duration period) {
            super(clock, period);
            this.period = period;
        }

        /** The last generation that OpenComputer is known to have taken; -1 when this process knows of none. */
        long settledGeneration() {
            return settledGeneration;
        }

        /**
         * Whether somebody asked for a look with {@code reconcile-at} that has not succeeded since. The status tells of
         * the request as handled with its first try, so that nobody waits for it while the server is away.
         */
        boolean owesLook(Agent agent) {
            String handled =
                    agent.getStatus() == null ? null : agent.getStatus().getLastHandledReconcileAt();
            owesLook |= Annotations.reconcileAt(agent)
                    .filter(asked -> !asked.equals(handled))
                    .isPresent();
            return owesLook;
        }

        /** Notes a result; one that was not accepted has to be written again once a failure has hidden it. */
        void concluded(ConditionReason reason, long generation) {
            if (AgentStatuses.isSettled(reason)) {
                settledGeneration = generation;
            } else if (reason == ConditionReason.NOT_ACCEPTED) {
                settledGeneration = -1;
            }
            owesLook &= RetryDelays.isRetried(reason);
            concludedAt = concludedAt.or(() -> Optional.of(now()));
        }

        /** Whether this process came to a first result so long ago that a routine check may follow. */
        boolean isPastStart() {
            return concludedAt
                    .filter(at ->
                            now() - at >= RetryDelays.untilResyncAtLeast(period).toNanos())
                    .isPresent();
        }

        /** The allowlist in the answer to this process's last write of the store, or the one that it found standing. */
        Optional<Hosts> answeredAllowlist() {
            return answeredAllowlist;
        }

        /** Notes the allowlist in the answer to a write of the store. */
        void answeredAllowlist(List<String> hosts) {
            answeredAllowlist = Optional.of(Hosts.of(hosts));
        }

        /**
         * Notes the allowlist that stands although it was not accepted, where this process has written none: what is changed
         * from then on is somebody else's doing.
         */
        void allowlistStands(ConditionReason reason, StoreView store) {
            if (reason == ConditionReason.NOT_ACCEPTED && store instanceof StoreView.Found found) {
                answeredAllowlist = answeredAllowlist.or(
                        () -> Optional.of(Hosts.of(found.store().egressAllowlist())));
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

        /** What is remembered of the AgentSecrets that its whole Secrets call for; few Agents have any. */
        synchronized ChildMemory children() {
            if (children == null) {
                children = new ChildMemory(this::now);
            }
            return children;
        }

        /** How the keys of whole Secrets stood at the last look. */
        Optional<KeysReport> keys() {
            return keys;
        }

        void keys(Optional<KeysReport> report) {
            keys = report;
        }

        /** Notes that the status tells of them as they are now. */
        void keysTold() {
            keysToldAt = now();
        }

        /** Notes that all Secrets of whole Secrets and what was refused of them were looked at. */
        void looksAnew() {
            lookedAnewAt = now();
        }

        Duration sinceLookedAnew() {
            return Duration.ofNanos(now() - lookedAnewAt);
        }

        Duration sinceKeysTold() {
            return Duration.ofNanos(now() - keysToldAt);
        }

        /** Asks for a whole reconcile; whatever calls for the keys alone does not. */
        void call() {
            called = true;
        }

        /**
         * Whether a whole reconcile is due, with its questions to OpenComputer, and not one for the keys alone. So it is
         * for an Agent that asks for something else than the one it was settled for, whatever became of the call for it.
         */
        boolean isDue(Agent agent) {
            return called
                    || now() - dueAt >= 0
                    || settled.filter(result -> result.asked().equals(Triggers.Asked.of(agent)))
                            .isEmpty();
        }

        /** A whole reconcile begins. It stays due until it has come to a result. */
        void begins() {
            called = false;
            dueAt = now();
        }

        /** Notes the result of a whole reconcile, and when the next is due. */
        void settles(Settled result, Duration next) {
            settled = Optional.of(result);
            // A timer that counts in milliseconds may fire a little early.
            dueAt = now() + next.toNanos() - TIMER.toNanos();
        }

        /** The result of the last whole reconcile. */
        Optional<Settled> settled() {
            return settled;
        }

        /** The time until the next whole reconcile. */
        Duration untilDue() {
            return Duration.ofNanos(Math.max(dueAt - now(), 0)).plus(TIMER);
        }

        /** Whether a farewell is still to be told; one that was told is not told again when the finalizer stays. */
        boolean stillToTell(Plan.Farewell farewell) {
            boolean news = farewell != told;
            told = farewell;
            return news;
        }
    }
}
