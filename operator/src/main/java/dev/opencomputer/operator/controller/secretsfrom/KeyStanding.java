/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.reporting.Conditions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How one key stands, as its AgentSecret says. */
sealed interface KeyStanding {

    /**
     * What goes on by itself as soon as the Agent, or another AgentSecret of the key, lets it, and what is said of a Secret
     * that is usable by now.
     */
    Set<ConditionReason> PASSING = Set.of(
            ConditionReason.AGENT_NOT_FOUND,
            ConditionReason.AGENT_NOT_READY,
            ConditionReason.KEY_CONFLICT,
            ConditionReason.SECRET_NOT_FOUND,
            ConditionReason.SECRET_KEY_NOT_FOUND,
            ConditionReason.SECRET_UNREADABLE,
            ConditionReason.SOURCE_FORBIDDEN);

    /** OpenComputer has it. */
    record InSync() implements KeyStanding {}

    /** Nobody has said yet. */
    record OnTheWay() implements KeyStanding {}

    /** It did not get there. */
    record Failing(ConditionReason reason) implements KeyStanding {}

    static KeyStanding of(AgentSecret child) {
        AgentSecretStatus status = child.getStatus();
        if (status == null || !Objects.equals(child.getMetadata().getGeneration(), status.getObservedGeneration())) {
            return new OnTheWay();
        }
        Optional<ConditionReason> reason = Conditions.readyReason(status.getConditions());
        if (reason.equals(Optional.of(ConditionReason.IN_SYNC))) {
            return new InSync();
        }
        return reason.filter(said -> !PASSING.contains(said))
                .<KeyStanding>map(Failing::new)
                .orElseGet(OnTheWay::new);
    }
}
