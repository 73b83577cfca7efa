/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.Plan.CreateStore;
import dev.opencomputer.operator.controller.agent.Plan.ListKeys;
import dev.opencomputer.operator.controller.agent.Plan.ListStores;
import dev.opencomputer.operator.controller.agent.Plan.RecordClaim;
import dev.opencomputer.operator.controller.agent.Plan.Settle;
import dev.opencomputer.operator.controller.agent.Plan.UpdateAllowlist;
import dev.opencomputer.operator.controller.agent.StoreView.Found;
import dev.opencomputer.operator.controller.agent.Verdict.ClaimFate;
import dev.opencomputer.operator.opencomputer.Hosts;
import java.util.Optional;

/** The part of {@link AgentDecision} that is about the agent's store and its egress allowlist. */
final class StoreDecision {

    private StoreDecision() {}

    /** The next step for the store; empty when nothing is left to do, or nobody needs one. */
    static Optional<Plan> next(Desired desired, Observed observed) {
        if (!desired.needsStore()) {
            return Optional.empty();
        }
        boolean refuses = desired.refusesAdoption();
        Holding holding = observed.holding();
        if (observed.store() instanceof StoreView.Taken) {
            return Optional.of(
                    refuses && holding.claimIsFresh() && holding.storeId().isEmpty()
                            ? new Settle(new Verdict(
                                    ConditionReason.ADOPTION_REFUSED,
                                    Messages.storeExists(desired.id()),
                                    ClaimFate.WITHDRAW_STORE))
                            : new ListStores(Freshness.NOW));
        }
        boolean drift = observed.history().inPlace() && holding.storeId().isPresent();
        if (observed.store() instanceof Found found) {
            if (refuses && !holding.storeClaimed()) {
                return Optional.of(AgentDecision.refused(Messages.storeExists(desired.id())));
            }
            if (isAllowed(desired, found) || found.origin() != StoreView.Origin.SEEN || stands(observed, found)) {
                return Optional.empty();
            }
            return Optional.of(AgentDecision.repair(
                    observed,
                    new UpdateAllowlist(
                            found.store().id(), desired.egressAllowlist().get(), drift)));
        }
        if (refuses && !holding.storeClaimed()) {
            return Optional.of(new RecordClaim(true));
        }
        return Optional.of(AgentDecision.repair(observed, new CreateStore(desired.egressAllowlist(), drift)));
    }

    /**
     * Keys are counted when all else is in order, and not right after a write, so that a change costs no listing; nor
     * are those in a store that somebody else made and that is left alone.
     */
    static Optional<Plan> countKeys(Desired desired, Observed observed) {
        return !observed.wrote()
                        && (observed.holding().storeClaimed() || !desired.refusesAdoption())
                        && observed.keys() instanceof KeysView.NotLooked
                        && observed.store() instanceof Found found
                ? Optional.of(new ListKeys(
                        found.store().id(), observed.history().unchanged() ? Freshness.RECENT : Freshness.NOW))
                : Optional.empty();
    }

    /** What the server did not accept of the allowlist, if anything. */
    static Optional<String> complaint(Desired desired, Observed observed) {
        return observed.store() instanceof Found found && !isAllowed(desired, found)
                ? Optional.of(Messages.allowlistNotAccepted())
                : Optional.empty();
    }

    private static boolean isAllowed(Desired desired, Found found) {
        return desired.egressAllowlist()
                .map(hosts -> Hosts.of(hosts).equals(Hosts.of(found.store().egressAllowlist())))
                .orElse(true);
    }

    /** Whether the allowlist was refused before and nothing has changed since, neither here nor there, as far as is known. */
    private static boolean stands(Observed observed, Found found) {
        boolean asAnswered = observed.history()
                .answeredAllowlist()
                .map(Hosts.of(found.store().egressAllowlist())::equals)
                .orElse(true);
        return observed.history().inPlace()
                && asAnswered
                && observed.history()
                        .standing()
                        .filter(verdict -> verdict.reason() == ConditionReason.NOT_ACCEPTED)
                        .filter(verdict -> verdict.message().contains(Messages.allowlistNotAccepted()))
                        .isPresent();
    }
}
