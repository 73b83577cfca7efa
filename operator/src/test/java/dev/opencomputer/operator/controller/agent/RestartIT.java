/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.local.Counters;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.ImpatientClient;
import dev.opencomputer.operator.testing.Metrics;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class RestartIT {

    private static final int AGENTS = 100;

    @TempDir
    private Path data;

    @Test
    void aRestartWithAHundredAgentsInOrderWritesNothingAndListsOnce(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            scene.startOperator(OperatorOptions.DEFAULT_RESYNC, ImpatientClient.unbudgeted());
            IntStream.range(0, AGENTS)
                    .parallel()
                    .forEach(i -> scene.agents().create("agent-" + i, agent -> {
                        if (i % 2 == 0) {
                            AdoptionIT.allow(agent, "a.example.com");
                        }
                        if (i % 4 < 2) {
                            AdoptionIT.refuse(agent);
                        }
                    }));
            IntStream.range(0, AGENTS).forEach(i -> scene.agents().awaitReady("agent-" + i));
            scene.stopOperator();
            List<String> writesBefore = cluster.auditLog().operatorsWrites(cluster.namespace());
            Counters.Snapshot callsBefore = scene.server().counters().snapshot();

            scene.startOperator(OperatorOptions.DEFAULT_RESYNC, ImpatientClient.unbudgeted());
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                Metrics metrics = scene.operator().metrics();
                return metrics.reconciles() >= AGENTS && metrics.busy() == 0;
            });

            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace())).isEqualTo(writesBefore);
            assertThat(scene.server().counters().snapshot().since(callsBefore).counts())
                    .isEqualTo(Map.of(
                            Operation.LIST_STORES, Map.of("200", 1L),
                            Operation.LIST_AGENTS, Map.of("200", 1L)));
            assertThat(scene.records()).hasSize(AGENTS);
        }
    }
}
