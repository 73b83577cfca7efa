/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.Plan.AddFinalizer;
import dev.opencomputer.operator.controller.agent.Plan.DeleteStore;
import dev.opencomputer.operator.controller.agent.Plan.GetStore;
import dev.opencomputer.operator.controller.agent.Plan.ListRecords;
import dev.opencomputer.operator.controller.agent.Plan.ListStores;
import dev.opencomputer.operator.controller.agent.Plan.RecordClaim;
import dev.opencomputer.operator.controller.agent.Plan.Settle;
import dev.opencomputer.operator.controller.agent.Verdict.ClaimFate;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what to do next for an Agent: a pure function from what is desired and observed to a plan. It is asked again
 * after each step, with what is then known, until it settles; so the same question has the same answer after a crash.
 */
final class AgentDecision {

    private AgentDecision() {}

    static Plan decide(Desired desired, Observed observed) {
        Plan plan = desired.deleting()
                ? AgentDeletion.next(desired, observed)
                : askFirst(observed, next(desired, observed).orElseGet(() -> settled(desired, observed)));
        if (desired.paused() && (plan instanceof Plan.Write || isContended(plan))) {
            return settle(ConditionReason.PAUSED, Messages.paused(desired.deleting()));
        }
        boolean leavesTraces = plan instanceof Plan.Write
                || (plan instanceof Settle settle && settle.verdict().claim() == ClaimFate.RECORD);
        return leavesTraces && !observed.finalizer() ? new AddFinalizer() : plan;
    }

    private static Optional<Plan> next(Desired desired, Observed observed) {
        if (!desired.idAllowed()) {
            return Optional.of(
                    settle(ConditionReason.ID_NOT_ALLOWED, desired.idRefusal().orElseThrow()));
        }
        if (observed.holder().isPresent()) {
            return Optional.of(settle(
                    ConditionReason.ID_CONFLICT,
                    Messages.idConflict(desired.id(), observed.holder().get())));
        }
        return connect(observed)
                .or(() -> lookAtStore(desired, observed))
                .or(() -> stayInOrganisation(observed))
                .or(() -> claimFirst(desired, observed))
                .or(() -> showOrganisation(desired, observed))
                .or(() -> RecordDecision.next(desired, observed))
                .or(() -> StoreDecision.next(desired, observed))
                .or(() -> StoreDecision.countKeys(desired, observed));
    }

    static Optional<Plan> connect(Observed observed) {
        return observed.connection().missing().map(missing -> settle(missing.reason(), missing.message()));
    }

    /** The store comes first: its answer shows which organisation the connection leads to. */
    private static Optional<Plan> lookAtStore(Desired desired, Observed observed) {
        Holding holding = observed.holding();
        boolean needed = desired.needsStore();
        if (observed.store() instanceof StoreView.Unproven unproven) {
            return Optional.of(inDoubt(desired, unproven.again(), new ListStores(Freshness.NOW)));
        }
        if (!(observed.store() instanceof StoreView.NotLooked)) {
            return Optional.empty();
        }
        if (holding.claim().isEmpty() && desired.refusesAdoption()) {
            return Optional.of(new ListStores(Freshness.SINCE_SEEN));
        }
        if (needed && !holding.storeClaimed() && desired.refusesAdoption()) {
            return Optional.of(new ListStores(Freshness.NOW));
        }
        if (needed && !observed.history().unchanged() && holding.storeId().isPresent()) {
            return Optional.of(new GetStore(holding.storeId().get()));
        }
        return Optional.of(new ListStores(Freshness.RECENT));
    }

    private static Optional<Plan> stayInOrganisation(Observed observed) {
        if (!observed.connection().leadsElsewhere()) {
            return Optional.empty();
        }
        if (observed.store() instanceof StoreView.Found found && found.origin() == StoreView.Origin.CREATED) {
            return Optional.of(new DeleteStore(found.store().id()));
        }
        return Optional.of(elsewhere(observed.connection()));
    }

    /** A store can be removed again, a record's sessions cannot be brought back: so the store finds out first. */
    private static Optional<Plan> showOrganisation(Desired desired, Observed observed) {
        ConnectionView connection = observed.connection();
        return connection.claimedOrganisation().isPresent()
                        && connection.organisation().isEmpty()
                ? StoreDecision.next(desired, observed)
                : Optional.empty();
    }

    /** Nothing is written into an organisation that nobody knows, but for a store that shows it and can be taken away. */
    private static Plan askFirst(Observed observed, Plan plan) {
        boolean shows = plan instanceof Plan.CreateStore;
        return plan instanceof Plan.Write && !shows && observed.connection().leadsNowhereKnown()
                ? new Plan.AskOrganisation()
                : plan;
    }

    static Plan elsewhere(ConnectionView connection) {
        return settle(ConditionReason.ORGANISATION_CHANGED, Messages.organisationChanged(connection));
    }

    /** Under {@code Refuse} nothing is made before a listing showed nothing and the claim stands in the status. */
    private static Optional<Plan> claimFirst(Desired desired, Observed observed) {
        if (!desired.refusesAdoption() || observed.holding().claim().isPresent()) {
            return Optional.empty();
        }
        if (observed.store() instanceof StoreView.Found) {
            return Optional.of(refused(Messages.storeExists(desired.id())));
        }
        if (observed.connection().agentsApi()) {
            if (observed.record() instanceof RecordView.Found || observed.record() instanceof RecordView.Listed) {
                return Optional.of(refused(Messages.recordExists(desired.id())));
            }
            if (!(observed.record() instanceof RecordView.Absent)) {
                return Optional.of(new ListRecords(Freshness.SINCE_SEEN));
            }
        }
        return Optional.of(new RecordClaim(desired.needsStore()));
    }

    private static Plan settled(Desired desired, Observed observed) {
        String complaints = Stream.of(
                        RecordDecision.complaint(desired, observed), StoreDecision.complaint(desired, observed))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        return new Settle(
                complaints.isEmpty()
                        ? new Verdict(ConditionReason.IN_SYNC, Messages.inSync(observed.connection()), ClaimFate.RECORD)
                        : new Verdict(ConditionReason.NOT_ACCEPTED, complaints, ClaimFate.RECORD));
    }

    /** A listing, or the end where that was asked before and what it showed was not found a second time. */
    static Plan inDoubt(Desired desired, boolean again, Plan listing) {
        return again ? settle(ConditionReason.UNEXPECTED_ANSWER, Messages.contradictoryAnswers(desired.id())) : listing;
    }

    static Settle settle(ConditionReason reason, String message) {
        return new Settle(Verdict.of(reason, message));
    }

    static Settle refused(String message) {
        return settle(ConditionReason.ADOPTION_REFUSED, message);
    }

    private static boolean isContended(Plan plan) {
        return plan instanceof Settle settle && settle.verdict().reason() == ConditionReason.CONTENDED;
    }

    /** A repair, or a pause when there were too many: two operators that repair each other never end. */
    static Plan repair(Observed observed, Plan.Write write) {
        boolean waits = write.repair() && observed.history().recentRepairs() >= Remembered.CONTENTION_REPAIRS;
        return waits
                ? settle(
                        ConditionReason.CONTENDED,
                        Messages.contended(AgentDrift.of(write, observed)
                                .filter(Drift::isWidening)
                                .isPresent()))
                : write;
    }
}
