/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.Optional;

/**
 * What others need to know of an Agent before they write into its store.
 *
 * @param uid the object's UID
 * @param id the agent's id
 * @param claim the claim that its status records; without one it holds nothing
 * @param standing the reason of {@code Ready} of an Agent without a claim, which says why it has none
 * @param storeId its store, once there is one
 * @param paused whether nothing may be written for it
 * @param deleting whether it is being deleted
 */
public record AgentState(
        String uid,
        AgentId id,
        Optional<Claim> claim,
        Optional<ConditionReason> standing,
        Optional<StoreId> storeId,
        boolean paused,
        boolean deleting) {

    /**
     * Reads it from the object.
     *
     * @param agent an Agent
     * @return its state
     */
    public static AgentState of(Agent agent) {
        Holding holding = AgentStatuses.holding(agent, false);
        Optional<ConditionReason> standing = Optional.ofNullable(agent.getStatus())
                .flatMap(status -> Conditions.readyReason(status.getConditions()));
        boolean withoutId = standing.filter(
                        reason -> reason == ConditionReason.ID_CONFLICT || reason == ConditionReason.ID_NOT_ALLOWED)
                .isPresent();
        Optional<Claim> claim = withoutId ? Optional.empty() : holding.claim();
        return new AgentState(
                agent.getMetadata().getUid(),
                DesiredAgent.id(agent),
                claim,
                claim.isPresent() ? Optional.empty() : standing,
                holding.storeClaimed() ? holding.storeId() : Optional.empty(),
                Annotations.isPaused(agent),
                agent.isMarkedForDeletion());
    }
}
