/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Config;
import dev.opencomputer.operator.controller.reporting.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes, changes and awaits the Agents of one test's namespace. */
public final class Agents extends CustomObjects<Agent> {

    /** Works in the cluster's namespace. */
    public Agents(TestCluster cluster) {
        super(cluster, Agent.class);
    }

    /** Creates an Agent with a snapshot, and with what {@code more} sets. */
    public Agent create(String name, Consumer<Agent> more) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace())
                .build());
        AgentSpec spec = new AgentSpec();
        Config config = new Config();
        config.setSnapshot("agent-snapshot-v1");
        spec.setConfig(config);
        agent.setSpec(spec);
        more.accept(agent);
        return create(agent);
    }

    /** Creates an Agent with a snapshot. */
    public Agent create(String name) {
        return create(name, agent -> {});
    }

    /** Waits until the Agent is as it should be. */
    public Agent awaitAgent(String name, Predicate<Agent> condition) {
        return awaitObject(name, condition);
    }

    /** The message of {@code Ready}. */
    public static String messageOf(Agent agent) {
        return message(agent.getStatus().getConditions());
    }

    /** The reason of {@code Ready}; absent until the operator has spoken. */
    public static Optional<ConditionReason> readyReason(Agent agent) {
        return Optional.ofNullable(agent.getStatus()).flatMap(status -> Conditions.readyReason(status.getConditions()));
    }

    @Override
    List<Condition> conditions(Agent agent) {
        return agent.getStatus() == null ? null : agent.getStatus().getConditions();
    }

    @Override
    Long observedGeneration(Agent agent) {
        return agent.getStatus().getObservedGeneration();
    }
}
