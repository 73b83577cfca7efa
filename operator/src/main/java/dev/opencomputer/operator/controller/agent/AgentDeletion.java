/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.Plan.AskOrganisation;
import dev.opencomputer.operator.controller.agent.Plan.DeleteRecord;
import dev.opencomputer.operator.controller.agent.Plan.DeleteStore;
import dev.opencomputer.operator.controller.agent.Plan.Farewell;
import dev.opencomputer.operator.controller.agent.Plan.ListRecords;
import dev.opencomputer.operator.controller.agent.Plan.ListStores;
import dev.opencomputer.operator.controller.agent.Plan.RemoveFinalizer;
import dev.opencomputer.operator.opencomputer.RecordContent;
import java.util.Optional;

/**
 * The part of {@link AgentDecision} for an Agent that is being deleted. It needs nothing but the object and a
 * connection, and takes something for gone only on a positive sign: a successful DELETE, or a listing without it.
 */
final class AgentDeletion {

    private AgentDeletion() {}

    static Plan next(Desired desired, Observed observed) {
        if (!hasSomethingUpstream(desired, observed)) {
            return new RemoveFinalizer(Farewell.NOTHING_OF_OURS);
        }
        if (desired.retains()) {
            return new RemoveFinalizer(Farewell.KEPT);
        }
        ConnectionView connection = observed.connection();
        if (connection.claimedOrganisation().isPresent()
                && connection.missing().isEmpty()
                && !connection.listed()
                && observed.store() instanceof StoreView.NotLooked) {
            return new ListStores(Freshness.SINCE_SEEN);
        }
        if (connection.leadsElsewhere()) {
            return AgentDecision.elsewhere(connection);
        }
        if (connection.leadsNowhereKnown()) {
            return new AskOrganisation();
        }
        return AgentDecision.connect(observed)
                .or(() -> findStore(desired, observed))
                .or(() -> deleteRecord(desired, observed))
                .or(() -> deleteStore(desired, observed))
                .orElseGet(() -> new RemoveFinalizer(observed.wrote() ? Farewell.DELETED : Farewell.NOTHING_OF_OURS));
    }

    /**
     * An Agent that adopts acts as if its claim had been recorded: it may have written before it could say so. One
     * that refuses writes nothing before its claim, and none does with an id that it may not have, or over a connection
     * that never was.
     */
    private static boolean hasSomethingUpstream(Desired desired, Observed observed) {
        boolean mayHaveWritten = !desired.refusesAdoption()
                && desired.idAllowed()
                && !observed.connection().neverUsed();
        return observed.holder().isEmpty() && (observed.holding().claim().isPresent() || mayHaveWritten);
    }

    /**
     * A store whose id is not known is looked for before anything is deleted: a listing must be newer than the last own
     * write, so that after each deletion of a record only a listing of its own would do.
     */
    private static Optional<Plan> findStore(Desired desired, Observed observed) {
        return mayOwnStore(desired, observed)
                        && observed.holding().storeId().isEmpty()
                        && observed.store() instanceof StoreView.NotLooked
                ? Optional.of(new ListStores(Freshness.SINCE_SEEN))
                : Optional.empty();
    }

    private static boolean mayOwnStore(Desired desired, Observed observed) {
        return !desired.refusesAdoption() || observed.holding().storeClaimed();
    }

    private static Optional<Plan> deleteRecord(Desired desired, Observed observed) {
        if (!observed.connection().agentsApi()) {
            return observed.holding()
                    .appliedDigest()
                    .map(digest -> AgentDecision.settle(
                            ConditionReason.AGENTS_API_NOT_FOUND, Messages.recordOutOfReach(desired.id())));
        }
        if (observed.record() instanceof RecordView.Absent) {
            return Optional.empty();
        }
        boolean claimed = observed.holding().claim().isPresent();
        Optional<RecordContent> there = there(observed.record());
        if (there.isPresent()) {
            // A record that never fitted was never taken over, and its store is not ours either.
            return Optional.of(
                    claimed || desired.content().sameCoreAndModel(there.get())
                            ? new DeleteRecord()
                            : new RemoveFinalizer(Farewell.NOTHING_OF_OURS));
        }
        if (observed.record() instanceof RecordView.NotLooked) {
            return Optional.of(
                    claimed && !desired.paused() ? new DeleteRecord() : new ListRecords(Freshness.SINCE_SEEN));
        }
        boolean again = observed.record() instanceof RecordView.Unproven unproven && unproven.again();
        return Optional.of(AgentDecision.inDoubt(desired, again, new ListRecords(Freshness.NOW)));
    }

    /** What is known of a record that is there; at least its core and model. */
    private static Optional<RecordContent> there(RecordView view) {
        if (view instanceof RecordView.Listed listed) {
            return Optional.of(listed.coreAndModel());
        }
        return view instanceof RecordView.Found found ? Optional.of(found.content()) : Optional.empty();
    }

    private static Optional<Plan> deleteStore(Desired desired, Observed observed) {
        if (!mayOwnStore(desired, observed) || observed.store() instanceof StoreView.Absent) {
            return Optional.empty();
        }
        if (observed.store() instanceof StoreView.Found found) {
            return Optional.of(new DeleteStore(found.store().id()));
        }
        if (observed.store() instanceof StoreView.NotLooked) {
            return Optional.of(observed.holding()
                    .storeId()
                    .filter(id -> !desired.paused())
                    .<Plan>map(DeleteStore::new)
                    .orElseGet(() -> new ListStores(Freshness.SINCE_SEEN)));
        }
        boolean again = observed.store() instanceof StoreView.Unproven unproven && unproven.again();
        return Optional.of(AgentDecision.inDoubt(desired, again, new ListStores(Freshness.NOW)));
    }
}
