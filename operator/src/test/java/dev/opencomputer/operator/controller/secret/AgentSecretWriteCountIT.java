/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.local.Counters;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What AgentSecrets cost when all goes well: the writes to Kubernetes and the calls to OpenComputer, each one counted. */
@ExtendWith(ControlPlaneExtension.class)
class AgentSecretWriteCountIT {

    private static final String AGENT_FINALIZER = "patch agents";
    private static final String AGENT_STATUS = "patch agents/status";
    private static final String FINALIZER = "patch agentsecrets";
    private static final String STATUS = "patch agentsecrets/status";

    @TempDir
    private Path data;

    @Test
    void theFirstKeyCostsTwoWritesAndOneOfItsAgentEachFurtherOneTwoAndAChangeOne(TestCluster cluster) {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.secrets().source("first", "value");
            scene.secrets().source("second", "value");
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            Counters.Snapshot before = scene.server().counters().snapshot();

            scene.secrets().create("first", "resolver", "FIRST", "first");
            scene.secrets().awaitReady("first");
            assertWrites(cluster, AGENT_FINALIZER, AGENT_STATUS, AGENT_STATUS, FINALIZER, STATUS);
            Counters.Snapshot first = scene.server().counters().snapshot();
            assertThat(first.since(before).writes()).isEqualTo(2);
            assertThat(first.calls(Operation.CREATE_STORE)).isOne();

            scene.secrets().create("second", "resolver", "SECOND", "second");
            scene.secrets().awaitReady("second");
            assertWrites(cluster, AGENT_FINALIZER, AGENT_STATUS, AGENT_STATUS, FINALIZER, STATUS, FINALIZER, STATUS);
            Counters.Snapshot second = scene.server().counters().snapshot();
            assertThat(second.since(first).writes()).isOne();

            scene.secrets().source("second", "changed");
            await().until(() -> scene.value("resolver", "SECOND").equals(Optional.of("changed")));
            assertWrites(
                    cluster, AGENT_FINALIZER, AGENT_STATUS, AGENT_STATUS, FINALIZER, STATUS, FINALIZER, STATUS, STATUS);
            assertThat(scene.server().counters().snapshot().since(second).writes())
                    .isOne();
        }
    }

    @Test
    void anAgentSecretThatIsAppliedBeforeItsAgentAndItsSecretWaitsWithoutAWrite(TestCluster cluster) {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
            scene.secrets().source("anthropic", "value");
            scene.agents().create("resolver");

            scene.secrets().awaitReady("api-key");

            await().until(() -> scene.operator().metrics().busy() == 0);
            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace()))
                    .filteredOn(write -> write.endsWith("agentsecrets") || write.endsWith("agentsecrets/status"))
                    .containsExactly(FINALIZER, STATUS);
        }
    }

    @Test
    void aRestartWithEverythingInOrderWritesNothingAndListsEachStoreOnce(TestCluster cluster) {
        List<String> agents =
                IntStream.range(0, 5).mapToObj(number -> "agent-" + number).toList();
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.secrets().source("anthropic", "value");
            for (String agent : agents) {
                scene.agents().create(agent);
                for (int key = 0; key < 4; key++) {
                    scene.secrets().create(agent + "-" + key, agent, "KEY_" + key, "anthropic");
                }
            }
            for (String agent : agents) {
                for (int key = 0; key < 4; key++) {
                    scene.secrets().awaitReady(agent + "-" + key);
                }
                scene.agents().awaitReady(agent);
            }
            scene.stopOperator();
            int writes = cluster.auditLog().operatorsWrites(cluster.namespace()).size();
            Counters.Snapshot before = scene.server().counters().snapshot();

            scene.startOperator();
            await().until(() -> scene.operator().metrics().reconciles() >= 25
                    && scene.operator().metrics().busy() == 0);

            Counters.Snapshot restart = scene.server().counters().snapshot().since(before);
            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace())).hasSize(writes);
            assertThat(restart.writes()).isZero();
            assertThat(restart.calls(Operation.LIST_SECRETS)).isEqualTo(agents.size());
        }
    }

    private static void assertWrites(TestCluster cluster, String... writes) {
        await().untilAsserted(() -> assertThat(cluster.auditLog().operatorsWrites(cluster.namespace()))
                .containsExactly(writes));
    }
}
