/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretsFromStatus;
import dev.opencomputer.operator.api.SecretsSource;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One Agent that takes whole Secrets, on the real control plane. */
final class SecretsFromScene {

    static final String AGENT = "resolver";
    static final String ENV = "resolver-env";

    private SecretsFromScene() {}

    /** Server, operator, a Secret {@link #ENV} with these entries, and an Agent with these sources. */
    static Scene open(TestCluster cluster, Path data, Map<String, String> entries, SecretsSource... sources) {
        Scene scene = Scene.open(cluster, data, Dialect.LOCAL);
        scene.secrets().sourceOf(ENV, entries);
        createAgent(scene, sources);
        return scene;
    }

    static void createAgent(Scene scene, SecretsSource... sources) {
        scene.agents().create(AGENT, agent -> agent.getSpec().setSecretsFrom(List.of(sources)));
    }

    static Map<String, String> entries(int keys) {
        Map<String, String> entries = new TreeMap<>();
        IntStream.range(0, keys).forEach(key -> entries.put("KEY_" + key, "value-" + key));
        return entries;
    }

    static Agent awaitKeys(Scene scene, int keys) {
        Agent agent = scene.agents()
                .awaitAgent(
                        AGENT,
                        now -> now.getStatus() != null
                                && now.getStatus().getSecretsFrom() != null
                                && now.getStatus().getSecretsFrom().getKeys() == keys
                                && now.getStatus().getSecretsFrom().getInSync() == keys);
        return scene.agents().awaitReady(agent.getMetadata().getName());
    }

    static Agent awaitSecretsReason(Scene scene, ConditionReason reason) {
        return scene.agents()
                .awaitAgent(
                        AGENT,
                        agent -> agent.getStatus() != null
                                && Conditions.find(agent.getStatus().getConditions(), ConditionType.SECRETS_READY)
                                        .filter(condition -> reason.value().equals(condition.getReason()))
                                        .isPresent());
    }

    static Condition secretsReady(Agent agent) {
        return Conditions.find(agent.getStatus().getConditions(), ConditionType.SECRETS_READY)
                .orElseThrow();
    }

    static SecretsFromStatus counts(Agent agent) {
        return agent.getStatus().getSecretsFrom();
    }

    static List<AgentSecret> children(TestCluster cluster) {
        return cluster.client()
                .resources(AgentSecret.class)
                .inNamespace(cluster.namespace())
                .withLabel(Names.SECRETS_FROM, AGENT)
                .list()
                .getItems();
    }

    static void awaitRest(Scene scene) {
        await().until(() -> scene.operator().metrics().busy() == 0);
    }

    static long puts(Scene scene) {
        return scene.server().counters().calls(Operation.PUT_SECRET);
    }

    static long listings(Scene scene) {
        return scene.server().counters().calls(Operation.LIST_STORES)
                + scene.server().counters().calls(Operation.LIST_AGENTS);
    }
}
