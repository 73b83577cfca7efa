/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.reporting.EventRecorder;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.controller.reporting.ReconcileObserver;
import dev.opencomputer.operator.controller.reporting.Transitions;
import dev.opencomputer.operator.controller.secretsfrom.KeysReport;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Owns every write to Agents: finalizer, status, and the Events on transitions. */
final class AgentReporter {

    private final ObjectPatches<Agent> patches;
    private final EventRecorder events;
    private final Transitions transitions;
    private final ReconcileObserver observer;
    private final Clock clock;

    AgentReporter(ObjectPatches<Agent> patches, EventRecorder events, ReconcileObserver observer, Clock clock) {
        this.patches = patches;
        this.events = events;
        this.observer = observer;
        this.transitions = new Transitions(events);
        this.clock = clock;
    }

    Agent addFinalizer(Agent agent) {
        return patches.addFinalizer(agent);
    }

    Agent announce(Agent agent, Claim claim, boolean withStore) {
        return patches.patchStatus(agent, agent.getStatus(), AgentStatuses.announcing(agent, claim, withStore));
    }

    /** Writes a verdict, if it is news. */
    Agent report(Agent agent, Verdict own, Optional<KeysReport> keys, Desired desired, Observed observed) {
        Verdict verdict = KeysTold.with(own, keys);
        observer.concluded(verdict.reason());
        Instant now = clock.instant();
        AgentStatus wanted = AgentStatuses.after(agent, own, desired, observed, now);
        KeysTold.put(agent, wanted, own, keys, now);
        if (!patches.differ(agent.getStatus(), wanted)) {
            return agent;
        }
        if (wanted.getId() != null
                && wanted.getOrganisation() == null
                && !observed.connection().leadsElsewhere()) {
            // It became known only after the claim; that alone is not worth a write.
            wanted.setOrganisation(observed.connection().organisation().orElse(null));
        }
        return write(agent, wanted, verdict);
    }

    /**
     * Writes how the keys of whole Secrets stand, which {@link #isNews}; everything else is as it was.
     *
     * @param own the last verdict on everything but the keys
     */
    Agent reportKeys(Agent agent, Verdict own, Optional<KeysReport> keys) {
        Verdict verdict = KeysTold.with(own, keys);
        observer.concluded(verdict.reason());
        return write(agent, withKeys(agent, own, keys), verdict);
    }

    /** Whether the status says something else of the keys. */
    boolean isNews(Agent agent, Verdict own, Optional<KeysReport> keys) {
        return patches.differ(agent.getStatus(), withKeys(agent, own, keys));
    }

    private AgentStatus withKeys(Agent agent, Verdict own, Optional<KeysReport> keys) {
        AgentStatus wanted = AgentStatuses.copy(agent.getStatus());
        KeysTold.put(agent, wanted, own, keys, clock.instant());
        return wanted;
    }

    private Agent write(Agent agent, AgentStatus wanted, Verdict verdict) {
        Agent written = patches.patchStatus(agent, agent.getStatus(), wanted);
        transitions.tell(
                agent,
                agent.getStatus() == null ? null : agent.getStatus().getConditions(),
                verdict.reason(),
                verdict.message());
        return written;
    }

    void tellRepair(Agent agent, Drift drift) {
        observer.repaired(drift);
        if (drift.isWidening()) {
            events.warning(agent, EventRecorder.DRIFT_REPAIRED, Messages.repaired(drift));
        } else {
            events.normal(agent, EventRecorder.DRIFT_REPAIRED, Messages.repaired(drift));
        }
    }

    /** Tells what became of the object's upstream half, while there still is an object to tell it of. */
    void tellFarewell(Agent agent, Plan.Farewell farewell, Desired desired, List<String> deleted) {
        if (farewell == Plan.Farewell.KEPT) {
            events.normal(
                    agent,
                    "KeptUpstream",
                    "deletionPolicy Retain keeps what agent " + desired.id()
                            + " has at OpenComputer, every key included.");
        } else if (!deleted.isEmpty()) {
            events.normal(
                    agent,
                    "DeletedUpstream",
                    "Deleted at OpenComputer, with agent " + desired.id() + ": " + String.join(" and ", deleted) + ".");
        }
    }

    void letGo(Agent agent) {
        patches.removeFinalizer(agent);
        observer.letGo();
    }
}
