/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.controller.secret.Plan.AddFinalizer;
import dev.opencomputer.operator.controller.secret.Plan.Ignore;
import dev.opencomputer.operator.controller.secret.Plan.ListKeys;
import dev.opencomputer.operator.controller.secret.Plan.ListStores;
import dev.opencomputer.operator.controller.secret.Plan.PutKey;
import dev.opencomputer.operator.controller.secret.Plan.ReadValue;
import dev.opencomputer.operator.controller.secret.Plan.Settle;
import dev.opencomputer.operator.controller.secret.Plan.Wait;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.Optional;

/**
 * Decides what to do next for an AgentSecret: a pure function from what is desired and observed to a plan. It is asked
 * again after each step, with what is then known, until it settles; so the same question has the same answer after a
 * crash.
 */
final class SecretDecision {

    private SecretDecision() {}

    static Plan decide(Desired desired, Observed observed) {
        if (desired.deleting()) {
            return SecretDeletion.next(desired, observed);
        }
        if (observed.ofFormerAgent()) {
            return new Ignore();
        }
        Plan plan = next(desired, observed);
        boolean writes = plan instanceof Plan.Write || (plan instanceof Wait wait && wait.needsStore());
        if (writes || settles(plan, ConditionReason.CONTENDED)) {
            Optional<Plan> pause = pause(desired, observed);
            if (pause.isPresent()) {
                return pause.get();
            }
        }
        // One that waits for the key answers for it as soon as the holder lets go, whatever happens to it then.
        boolean holds = plan instanceof Plan.Write
                || settles(plan, ConditionReason.IN_SYNC)
                || settles(plan, ConditionReason.KEY_CONFLICT);
        return holds && !observed.finalizer() ? new AddFinalizer() : plan;
    }

    private static boolean settles(Plan plan, ConditionReason reason) {
        return plan instanceof Settle settle && settle.verdict().reason() == reason;
    }

    /** What a write becomes while the object or its Agent is paused. */
    static Optional<Plan> pause(Desired desired, Observed observed) {
        if (desired.paused()) {
            return Optional.of(settle(ConditionReason.PAUSED, Messages.paused(desired.deleting())));
        }
        return observed.agent()
                .filter(AgentState::paused)
                .map(agent -> settle(
                        ConditionReason.AGENT_NOT_READY, Messages.agentPaused(desired.agent(), desired.deleting())));
    }

    private static Plan next(Desired desired, Observed observed) {
        if (observed.holder().isPresent()) {
            return settle(
                    ConditionReason.KEY_CONFLICT,
                    Messages.keyConflict(desired, observed.holder().get()));
        }
        if (observed.agent().isEmpty()) {
            return wait(ConditionReason.AGENT_NOT_FOUND, Messages.agentNotFound(desired.agent()));
        }
        AgentState agent = observed.agent().get();
        if (agent.deleting()) {
            return wait(ConditionReason.AGENT_NOT_READY, Messages.agentDeleting(desired.agent()));
        }
        if (agent.claim().isEmpty()) {
            String message = Messages.agentHoldsNothing(desired.agent(), agent.standing());
            return agent.standing().isEmpty()
                    ? wait(ConditionReason.AGENT_NOT_READY, message)
                    : settle(ConditionReason.AGENT_NOT_READY, message);
        }
        return connected(observed).orElseGet(() -> withValue(desired, observed, agent));
    }

    /** Nothing is written, and nothing believed, over a connection that is missing or leads to somebody else. */
    static Optional<Plan> connected(Observed observed) {
        Observed.ConnectionView connection = observed.connection();
        if (connection.missing().isPresent()) {
            return connection.missing().map(missing -> settle(missing.reason(), missing.message()));
        }
        return connection.leadsElsewhere()
                ? Optional.of(settle(ConditionReason.ORGANISATION_CHANGED, Messages.organisationChanged(connection)))
                : Optional.empty();
    }

    private static Plan withValue(Desired desired, Observed observed, AgentState agent) {
        if (observed.value() instanceof ValueView.NotLooked) {
            return new ReadValue();
        }
        if (observed.value() instanceof ValueView.Missing missing) {
            return isAwaited(missing.reason())
                    ? wait(missing.reason(), missing.message())
                    : settle(missing.reason(), missing.message());
        }
        if (agent.storeId().isEmpty() || observed.key() instanceof KeyView.StoreGone) {
            return new Wait(
                    new Verdict(ConditionReason.AGENT_NOT_READY, Messages.storeNotReady(desired.agent())), true);
        }
        return bring(
                desired,
                observed,
                (ValueView.Present) observed.value(),
                agent.storeId().get());
    }

    private static Plan bring(Desired desired, Observed observed, ValueView.Present value, StoreId store) {
        KeyView key = observed.key();
        if (key instanceof KeyView.Put) {
            return settle(ConditionReason.IN_SYNC, Messages.inSync());
        }
        if (key instanceof KeyView.PutBackAndFound found) {
            return afterPutBack(desired, observed, value, store, found);
        }
        if (key instanceof KeyView.StoreUnproven) {
            return new ListStores(store);
        }
        if (key instanceof KeyView.Contradicted) {
            return settle(ConditionReason.UNEXPECTED_ANSWER, Messages.contradictoryAnswers(desired));
        }
        if (key instanceof KeyView.Unproven || key instanceof KeyView.PutBack) {
            return new ListKeys(store, true);
        }
        boolean inPlace = observed.holding().storeId().equals(Optional.of(store))
                && observed.holding().digest().equals(Optional.of(value.digest()));
        if (!inPlace) {
            return put(observed, value, new PutKey(store, Optional.empty()));
        }
        if (key instanceof KeyView.NotLooked) {
            return new ListKeys(store, !observed.history().unchanged());
        }
        WriteMark mark = observed.holding().mark();
        Optional<Drift> drift = KeyDrift.of(key, desired, mark);
        if (drift.isEmpty()) {
            return settle(ConditionReason.IN_SYNC, Messages.inSync());
        }
        if (key instanceof KeyView.Found found
                && observed.history().notAccepted()
                && !mark.isAnothers(found.updatedAt())) {
            // A server that writes hosts in another way would be told the same without end.
            return settle(ConditionReason.NOT_ACCEPTED, Messages.hostsNotAccepted(desired));
        }
        return repair(desired, observed, value, store, drift.get());
    }

    /**
     * Other hosts right after a put-back are the server's own way of writing them, or another writer's who came between. The
     * value is put back once more to tell, however many repairs there were: a pause would take the first for a quarrel, and
     * without end. Who comes between once more is one to rest from.
     */
    private static Plan afterPutBack(
            Desired desired, Observed observed, ValueView.Present value, StoreId store, KeyView.PutBackAndFound found) {
        if (KeyDrift.allows(found.allowedHosts(), desired)) {
            return settle(ConditionReason.IN_SYNC, Messages.inSync());
        }
        if (found.again()) {
            return settle(ConditionReason.NOT_ACCEPTED, Messages.hostsNotAccepted(desired));
        }
        Drift drift = KeyDrift.ofHosts(found.allowedHosts(), desired);
        return found.before().isEmpty()
                ? put(observed, value, new PutKey(store, Optional.of(drift)))
                : repair(desired, observed, value, store, drift);
    }

    /** A put-back, or a pause when there were too many: two operators that repair each other never end. */
    private static Plan repair(
            Desired desired, Observed observed, ValueView.Present value, StoreId store, Drift drift) {
        return observed.history().recentRepairs() >= Remembered.CONTENTION_REPAIRS
                ? settle(ConditionReason.CONTENDED, Messages.contended(desired, drift))
                : put(observed, value, new PutKey(store, Optional.of(drift)));
    }

    /** A PUT, unless the server refused the very same of late and nothing has changed since: it would refuse it again. */
    private static Plan put(Observed observed, ValueView.Present value, PutKey put) {
        return observed.history()
                .refusalOf(value.digest(), put.store())
                .<Plan>map(Settle::new)
                .orElse(put);
    }

    /** Whether what is missing may well be on its way, since it was applied together with this object. */
    private static boolean isAwaited(ConditionReason reason) {
        return reason == ConditionReason.SECRET_NOT_FOUND || reason == ConditionReason.SECRET_KEY_NOT_FOUND;
    }

    private static Plan wait(ConditionReason reason, String message) {
        return new Wait(new Verdict(reason, message), false);
    }

    static Plan settle(ConditionReason reason, String message) {
        return new Settle(new Verdict(reason, message));
    }
}
