/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.gitops.JudgedKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Agents with the statuses that the operator writes. */
public final class AgentStates implements JudgedKind {

    @Override
    public Class<? extends HasMetadata> type() {
        return Agent.class;
    }

    @Override
    public HasMetadata withStatus(String json) {
        Agent agent = AgentFixture.agent().get();
        agent.setStatus(Serialization.unmarshal(json, AgentStatus.class));
        return agent;
    }

    @Override
    public HasMetadata judged(ConditionReason reason) {
        Agent agent = AgentFixture.agent().get();
        Situation situation = Situation.adopting().inSync();
        agent.setStatus(AgentStatuses.after(
                agent,
                Verdict.of(reason, reason.description()),
                situation.desired(),
                situation.observed(),
                AgentFixture.NOW));
        return agent;
    }
}
