/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.api.Config;
import dev.opencomputer.operator.controller.reporting.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes, changes and awaits the Agents of one test's namespace. */
public final class Agents {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestCluster cluster;

    /** Works in the cluster's namespace. */
    public Agents(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** Creates an Agent with a snapshot, and with what {@code more} sets. */
    public Agent create(String name, Consumer<Agent> more) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(cluster.namespace())
                .build());
        AgentSpec spec = new AgentSpec();
        Config config = new Config();
        config.setSnapshot("agent-snapshot-v1");
        spec.setConfig(config);
        agent.setSpec(spec);
        more.accept(agent);
        return cluster.client().resource(agent).create();
    }

    /** Creates an Agent with a snapshot. */
    public Agent create(String name) {
        return create(name, agent -> {});
    }

    /** Changes an Agent, again when somebody else was faster. */
    public void edit(String name, Consumer<Agent> change) {
        for (int attempt = 0; ; attempt++) {
            Agent agent = get(name).orElseThrow();
            change.accept(agent);
            try {
                cluster.client().resource(agent).update();
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != 409 || attempt == 10) {
                    throw e;
                }
            }
        }
    }

    /** Sets an annotation. */
    public void annotate(String name, String annotation, String value) {
        edit(name, agent -> agent.getMetadata().getAnnotations().put(annotation, value));
    }

    /** Asks for deletion. */
    public void delete(String name) {
        cluster.client()
                .resources(Agent.class)
                .inNamespace(cluster.namespace())
                .withName(name)
                .delete();
    }

    /** The Agent as the API server has it. */
    public Optional<Agent> get(String name) {
        return Optional.ofNullable(cluster.client()
                .resources(Agent.class)
                .inNamespace(cluster.namespace())
                .withName(name)
                .get());
    }

    /** Waits for a reason of {@code Ready} on the present generation. */
    public Agent awaitReason(String name, ConditionReason reason) {
        return awaitAgent(name, agent -> reasonOf(agent).equals(Optional.of(reason)) && isObserved(agent));
    }

    /** Waits until the Agent is in sync on the present generation. */
    public Agent awaitReady(String name) {
        return awaitReason(name, ConditionReason.IN_SYNC);
    }

    /** Waits until the Agent is as it should be. */
    public Agent awaitAgent(String name, Predicate<Agent> condition) {
        return await("Agent " + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(name), found -> found.filter(condition).isPresent())
                .orElseThrow();
    }

    /** Waits until there is no such Agent. */
    public void awaitGone(String name) {
        await("Agent " + name + " to be gone")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(name).isEmpty());
    }

    /** The message of {@code Ready}. */
    public static String messageOf(Agent agent) {
        return Conditions.find(agent.getStatus().getConditions(), ConditionType.READY)
                .map(Condition::getMessage)
                .orElse("");
    }

    private static Optional<ConditionReason> reasonOf(Agent agent) {
        return agent.getStatus() == null
                ? Optional.empty()
                : Conditions.readyReason(agent.getStatus().getConditions());
    }

    private static boolean isObserved(Agent agent) {
        return agent.getMetadata().getGeneration().equals(agent.getStatus().getObservedGeneration());
    }
}
