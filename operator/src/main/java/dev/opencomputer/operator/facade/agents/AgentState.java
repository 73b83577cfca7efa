/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/** What the operator has said about an Agent, as far as it has. */
final class AgentState {

    private static final String TRUE = "True";

    private final Agent agent;
    private final Optional<AgentStatus> status;

    private AgentState(Agent agent) {
        this.agent = agent;
        this.status = Optional.ofNullable(agent.getStatus());
    }

    static AgentState of(Agent agent) {
        return new AgentState(agent);
    }

    /** The one word of the API: the first that fits. */
    String word() {
        if (!isObserved()) {
            return "starting";
        }
        if (is(ConditionType.STALLED)) {
            return "error";
        }
        if (is(ConditionType.READY)) {
            return "ready";
        }
        if (isClaimed()) {
            return "degraded";
        }
        return is(ConditionType.RECONCILING) ? "starting" : "unknown";
    }

    /** Whether the operator has spoken of the object as it is now. */
    boolean isObserved() {
        return status.map(AgentStatus::getObservedGeneration)
                .filter(agent.getMetadata().getGeneration()::equals)
                .isPresent();
    }

    /** Whether the operator has spoken of the object as it was at this generation, or later. */
    boolean isReported(long generation) {
        return status.map(AgentStatus::getObservedGeneration)
                .filter(observed -> observed >= generation)
                .isPresent();
    }

    /** Whether the object holds its id at OpenComputer. */
    boolean isClaimed() {
        return status.map(AgentStatus::getId).isPresent();
    }

    /** Whether another Agent holds the id. */
    boolean isInIdConflict() {
        return hasReason(ConditionReason.ID_CONFLICT);
    }

    /** Whether the operator says that the id is held elsewhere, by another Agent or at OpenComputer. */
    boolean isHeldElsewhere() {
        return isInIdConflict() || hasReason(ConditionReason.ADOPTION_REFUSED);
    }

    /** Whether the operator says that the administrator lets this namespace not have the id. */
    boolean isNotAllowed() {
        return hasReason(ConditionReason.ID_NOT_ALLOWED);
    }

    List<Condition> conditions() {
        return status.map(AgentStatus::getConditions).orElse(List.of());
    }

    /** The verdict, when it is a bad one. */
    Optional<Condition> trouble() {
        return condition(ConditionType.READY).filter(ready -> !TRUE.equals(ready.getStatus()));
    }

    /** The name of the secret store, once it is there. */
    Optional<String> secretStore() {
        return status.map(AgentStatus::getSecretStore);
    }

    private boolean hasReason(ConditionReason reason) {
        return condition(ConditionType.READY)
                .filter(ready -> reason.value().equals(ready.getReason()))
                .isPresent();
    }

    private boolean is(ConditionType type) {
        return condition(type).filter(found -> TRUE.equals(found.getStatus())).isPresent();
    }

    private Optional<Condition> condition(ConditionType type) {
        return conditions().stream()
                .filter(condition -> type.value().equals(condition.getType()))
                .findFirst();
    }
}
