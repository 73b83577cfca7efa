/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.secret.Observed.NamespaceView;
import dev.opencomputer.operator.controller.secret.Plan.AskOrganisation;
import dev.opencomputer.operator.controller.secret.Plan.DeleteKey;
import dev.opencomputer.operator.controller.secret.Plan.Farewell;
import dev.opencomputer.operator.controller.secret.Plan.ListKeys;
import dev.opencomputer.operator.controller.secret.Plan.ListStores;
import dev.opencomputer.operator.controller.secret.Plan.LookAtNamespace;
import dev.opencomputer.operator.controller.secret.Plan.RemoveFinalizer;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.Optional;

/**
 * The part of {@link SecretDecision} for an AgentSecret that is being deleted. It removes one key, and only where it
 * holds that key and its Agent stays; in every other case it lets go and touches nothing.
 */
final class SecretDeletion {

    private SecretDeletion() {}

    static Plan next(Desired desired, Observed observed) {
        Optional<StoreId> store = storeToClear(observed);
        if (store.isEmpty()) {
            return letGo();
        }
        if (desired.retains()) {
            return new RemoveFinalizer(Optional.of(Farewell.KEPT));
        }
        if (observed.namespace() == NamespaceView.NOT_LOOKED) {
            return new LookAtNamespace();
        }
        if (observed.namespace() == NamespaceView.TERMINATING) {
            return letGo();
        }
        Plan plan = clear(desired, observed, store.get());
        return plan instanceof Plan.Write
                ? SecretDecision.pause(desired, observed).orElse(plan)
                : plan;
    }

    /** The store that holds this object's key, as long as removing the key is this object's business. */
    private static Optional<StoreId> storeToClear(Observed observed) {
        Optional<StoreId> store = observed.agent()
                .filter(agent -> !agent.deleting() && agent.claim().isPresent())
                .flatMap(AgentState::storeId);
        boolean released = observed.ofFormerAgent() || observed.holder().isPresent() || observed.successor();
        return released ? Optional.empty() : store.filter(present -> mayHavePutInto(present, observed));
    }

    /**
     * One that records no store may have put its key and ended before it could say so: our finalizer comes before the
     * first PUT.
     */
    private static boolean mayHavePutInto(StoreId store, Observed observed) {
        return observed.holding().storeId().map(store::equals).orElse(observed.finalizer());
    }

    private static Plan clear(Desired desired, Observed observed, StoreId store) {
        Optional<Plan> unconnected = SecretDecision.connected(observed);
        if (unconnected.isPresent()) {
            return unconnected.get();
        }
        KeyView key = observed.key();
        if (key instanceof KeyView.Deleted) {
            return new RemoveFinalizer(Optional.of(Farewell.DELETED));
        }
        if (key instanceof KeyView.StoreGone && observed.connection().leadsNowhereKnown()) {
            return new AskOrganisation();
        }
        if (key instanceof KeyView.Absent || key instanceof KeyView.StoreGone) {
            return letGo();
        }
        // Where nothing is there to delete, nothing has to wait for the end of a pause.
        boolean looksFirst = key instanceof KeyView.NotLooked
                && SecretDecision.pause(desired, observed).isPresent();
        if (key instanceof KeyView.Unproven || looksFirst) {
            return new ListKeys(store, true);
        }
        if (key instanceof KeyView.StoreUnproven) {
            return new ListStores(store);
        }
        return key instanceof KeyView.Contradicted
                ? SecretDecision.settle(ConditionReason.UNEXPECTED_ANSWER, Messages.contradictoryAnswers(desired))
                : new DeleteKey(store);
    }

    private static Plan letGo() {
        return new RemoveFinalizer(Optional.empty());
    }
}
