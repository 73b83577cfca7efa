/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.controller.secretsfrom.KeysReport;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in a status how the keys of whole Secrets stand, and makes {@code Ready} no better than that. */
final class KeysTold {

    private KeysTold() {}

    /** The verdict on the Agent with its keys: where all else is in order, they are what is left to tell. */
    static Verdict with(Verdict own, Optional<KeysReport> keys) {
        return keys.filter(report -> own.reason() == ConditionReason.IN_SYNC && !report.isReady())
                .map(report -> new Verdict(report.readyReason(), report.message(), own.claim()))
                .orElse(own);
    }

    /**
     * Puts it into a status that is about to be written.
     *
     * @param agent the Agent as it is known, whose own status has the conditions so far
     * @param status the status that is about to be written
     * @param own the verdict on everything but the keys
     * @param keys how the keys stand; absent for an Agent that has none from whole Secrets
     * @param now the time
     */
    static void put(Agent agent, AgentStatus status, Verdict own, Optional<KeysReport> keys, Instant now) {
        List<Condition> before =
                agent.getStatus() == null ? null : agent.getStatus().getConditions();
        long generation = agent.getMetadata().getGeneration();
        Verdict told = with(own, keys);
        List<Condition> conditions =
                new ArrayList<>(Conditions.of(told.reason(), told.message(), generation, before, now));
        conditions.removeIf(condition -> ConditionType.SECRETS_READY.value().equals(condition.getType()));
        keys.ifPresent(report -> conditions.add(Conditions.beside(
                ConditionType.SECRETS_READY,
                report.isReady(),
                report.reason(),
                report.message(),
                generation,
                before,
                now)));
        status.setConditions(conditions);
        status.setSecretsFrom(keys.flatMap(KeysReport::counts).orElse(null));
    }

    /** Whether a status says the same of them but for counts and names. */
    static boolean standsFor(AgentStatus status, KeysReport report) {
        return status != null
                && Conditions.find(status.getConditions(), ConditionType.SECRETS_READY)
                        .filter(condition -> report.reason().value().equals(condition.getReason()))
                        .isPresent();
    }
}
