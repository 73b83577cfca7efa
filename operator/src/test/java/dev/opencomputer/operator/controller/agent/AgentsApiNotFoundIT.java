/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.ImpatientClient;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A configured agents URL behind which there is no agents API is never taken for one whose agents are gone. */
@ExtendWith(ControlPlaneExtension.class)
class AgentsApiNotFoundIT {

    @TempDir
    private Path data;

    @Test
    void aServerWithoutAnAgentsApiThatIsConfiguredToHaveOneMakesNoAgentReady(TestCluster cluster) {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.SELF_HOSTED);
                RunningOperator operator = start(cluster, scene)) {
            URI url = scene.server().url();

            scene.agents().create("resolver");
            Agent agent = scene.agents().awaitReason("resolver", ConditionReason.AGENTS_API_NOT_FOUND);

            assertThat(Agents.messageOf(agent)).contains(url.toString(), "no agents API (302)", "leave it out");
            assertNeverReady(cluster, operator);
        }
    }

    @Test
    void aCollectionThatIsNotFoundIsNoAgentsApiUntilItIsThere(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL);
                RunningOperator operator = start(cluster, scene)) {
            agentsApiVanishes(scene);

            scene.agents().create("resolver");
            Agent agent = scene.agents().awaitReason("resolver", ConditionReason.AGENTS_API_NOT_FOUND);
            assertThat(Agents.messageOf(agent)).contains("no agents API (404)");
            assertNeverReady(cluster, operator);

            scene.server().faults().clear();
            scene.agents().awaitReady("resolver");
            assertThat(scene.records()).containsExactly("resolver");
        }
    }

    @Test
    void anAgentsApiThatVanishesTakesNoAgentWithIt(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL);
                RunningOperator operator = start(cluster, scene)) {
            scene.agents().create("kept");
            scene.agents().create("deleted");
            scene.agents().awaitReady("kept");
            scene.agents().awaitReady("deleted");

            agentsApiVanishes(scene);
            scene.agents().annotate("kept", Annotations.RECONCILE_AT, "now");
            scene.agents().delete("deleted");
            scene.agents().awaitReason("kept", ConditionReason.AGENTS_API_NOT_FOUND);
            scene.agents().awaitReason("deleted", ConditionReason.AGENTS_API_NOT_FOUND);
            long tries = operator.metrics().sentCalls();
            await().until(() -> operator.metrics().sentCalls() >= tries + 4);

            scene.server().faults().clear();
            scene.agents().awaitReady("kept");
            scene.agents().awaitGone("deleted");
            assertThat(scene.records()).containsExactly("kept");
            assertThat(scene.server().counters().snapshot().calls(Operation.CREATE_AGENT, "201"))
                    .isEqualTo(2);
        }
    }

    private static void agentsApiVanishes(Scene scene) {
        Arrays.stream(Operation.values())
                .filter(operation -> operation.route().startsWith("/v1/agents"))
                .forEach(operation ->
                        scene.server().faults().always(operation, Fault.answer(404, "{\"message\":\"Not Found\"}")));
    }

    /** The one status that was ever written is the one that says why not. */
    private static void assertNeverReady(TestCluster cluster, RunningOperator operator) {
        long tries = operator.metrics().sentCalls();
        await().until(() -> operator.metrics().sentCalls() >= tries + 3);
        assertThat(cluster.auditLog().operatorsWrites(cluster.namespace()))
                .filteredOn("patch agents/status"::equals)
                .hasSize(1);
    }

    private static RunningOperator start(TestCluster cluster, Scene scene) {
        URI url = scene.server().url();
        return RunningOperator.start(
                cluster,
                ConnectionSource.fixed(new ConnectionSettings(
                        url, Optional.of(url), new ApiKey(scene.server().apiKey()))),
                OperatorOptions.DEFAULT_RESYNC,
                ImpatientClient.options());
    }
}
