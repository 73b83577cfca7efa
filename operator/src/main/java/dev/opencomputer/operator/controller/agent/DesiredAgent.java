/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.AdoptionPolicy;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Config;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.controller.policy.Policy;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.opencomputer.RecordContentBuilder;
import java.util.List;
import java.util.Optional;

/** Reads from an Agent what it asks for. */
final class DesiredAgent {

    private DesiredAgent() {}

    static Desired of(Agent agent, boolean storeRequested, Policy policy) {
        AgentSpec spec = agent.getSpec() == null ? new AgentSpec() : agent.getSpec();
        return new Desired(
                id(agent),
                idRefusal(agent, policy),
                content(spec),
                egressAllowlist(spec),
                // A store that is made at once is one write of the status less.
                storeRequested || !agent.wholeSecrets().isEmpty(),
                spec.getAdoptionPolicy() == AdoptionPolicy.REFUSE,
                spec.getDeletionPolicy() == DeletionPolicy.RETAIN,
                Annotations.isPaused(agent),
                agent.isMarkedForDeletion());
    }

    private static Optional<String> idRefusal(Agent agent, Policy policy) {
        String namespace = agent.getMetadata().getNamespace();
        return policy.allowsId(namespace, agent.effectiveId())
                ? Optional.empty()
                : Optional.of(Messages.idNotAllowed(id(agent), policy.idsOf(namespace)));
    }

    /** The agent's id alone; the whole costs the content of the record. */
    static AgentId id(Agent agent) {
        return new AgentId(agent.effectiveId());
    }

    private static Optional<List<String>> egressAllowlist(AgentSpec spec) {
        return Optional.ofNullable(spec.getSecretStore()).map(store -> store.getEgressAllowlist());
    }

    private static RecordContent content(AgentSpec spec) {
        RecordContentBuilder content = RecordContent.builder()
                .displayName(spec.getDisplayName())
                .core(spec.getCore())
                .model(spec.getModel());
        Config config = spec.getConfig();
        if (config == null) {
            return content.build();
        }
        content.snapshot(config.getSnapshot())
                .entrypoint(config.getEntrypoint())
                .env(config.getEnv())
                .idleTimeoutSeconds(config.getIdleTimeoutSeconds());
        if (config.getAgentConfig() != null) {
            content.agentConfig(
                    config.getAgentConfig().getSystemPrompt(),
                    config.getAgentConfig().getAllowedTools());
        }
        if (config.getElasticity() != null) {
            content.elasticity(
                    config.getElasticity().getBaselineMb(),
                    config.getElasticity().getMaxMb());
        }
        return content.build();
    }
}
