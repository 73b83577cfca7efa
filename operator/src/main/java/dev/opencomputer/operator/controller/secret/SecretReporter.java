/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.controller.aging.ValueAges;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.reporting.EventRecorder;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.controller.reporting.ReconcileObserver;
import dev.opencomputer.operator.controller.reporting.Transitions;
import dev.opencomputer.operator.controller.resealing.ResealedStatuses;
import dev.opencomputer.operator.controller.resealing.Resealing;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Owns every write to AgentSecrets: finalizer, status, and the Events on transitions. */
final class SecretReporter {

    private final ObjectPatches<AgentSecret> patches;
    private final EventRecorder events;
    private final Transitions transitions;
    private final ReconcileObserver observer;
    private final Resealing resealing;
    private final ResealedStatuses statuses;
    private final Clock clock;

    SecretReporter(
            ObjectPatches<AgentSecret> patches,
            EventRecorder events,
            ReconcileObserver observer,
            Resealing resealing,
            Clock clock) {
        this.patches = patches;
        this.events = events;
        this.observer = observer;
        this.transitions = new Transitions(events);
        this.resealing = resealing;
        this.statuses = new ResealedStatuses(patches, resealing);
        this.clock = clock;
    }

    AgentSecret addFinalizer(AgentSecret secret) {
        return patches.addFinalizer(secret);
    }

    /** Writes a verdict, if it is news. */
    AgentSecret report(AgentSecret secret, Verdict verdict, Observed observed) {
        observer.concluded(verdict.reason());
        AgentSecretStatus present = secret.getStatus();
        Instant now = clock.instant();
        AgentSecretStatus wanted = SecretStatuses.after(secret, verdict, observed, now);
        resealing.tell(secret, wanted);
        Optional<Condition> older = ValueAges.tell(secret, wanted, now);
        if (!patches.differ(present, wanted)) {
            return secret;
        }
        SecretStatuses.learnWrittenAt(wanted, verdict, observed);
        AgentSecret written = statuses.write(secret, wanted);
        transitions.tell(secret, present == null ? null : present.getConditions(), verdict.reason(), verdict.message());
        older.ifPresent(age -> events.warning(secret, age.getType(), age.getMessage()));
        return written;
    }

    /**
     * The time until a status says something else of the value, if nothing happens: because of its age, or since it is its
     * turn to be sealed anew.
     *
     * @param share from 0 to 1, which spreads those that become older together
     */
    Optional<Duration> untilDue(AgentSecret secret, double share) {
        return Stream.of(ValueAges.untilNext(secret, clock.instant(), share), resealing.untilTurn(secret))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    void tellRepair(AgentSecret secret, Desired desired, Drift drift) {
        observer.repaired(drift);
        if (drift.isWidening()) {
            events.warning(secret, EventRecorder.DRIFT_REPAIRED, Messages.repaired(desired, drift));
        } else {
            events.normal(secret, EventRecorder.DRIFT_REPAIRED, Messages.repaired(desired, drift));
        }
    }

    void tell(AgentSecret secret, Plan.Farewell farewell, Desired desired) {
        if (farewell == Plan.Farewell.KEPT) {
            events.normal(
                    secret,
                    "KeptUpstream",
                    "deletionPolicy Retain keeps the key " + desired.key() + " in the store of Agent " + desired.agent()
                            + ".");
        } else {
            events.normal(
                    secret,
                    "DeletedUpstream",
                    "Removed the key " + desired.key() + " from the store of Agent " + desired.agent() + ".");
        }
    }

    void removeFinalizer(AgentSecret secret) {
        patches.removeFinalizer(secret);
        observer.letGo();
    }
}
