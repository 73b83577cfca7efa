/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class LoopIT {

    @TempDir
    private Path folder;

    @Test
    void anOperatorDoesNotWriteToItsOwnFacade(TestCluster cluster) throws Exception {
        // One key opens both, the stores of the one and the agents of the other.
        Path data = Files.createDirectory(folder.resolve("local"));
        Files.writeString(data.resolve("api-key"), RunningFacade.KEY);
        try (RunningFacade facade = RunningFacade.start(cluster, folder);
                Scene scene = Scene.withoutOperator(cluster, data, Dialect.SELF_HOSTED)) {
            facade.publishSealingKey(cluster.client()
                    .namespaces()
                    .withName("kube-system")
                    .get()
                    .getMetadata()
                    .getUid());
            ConnectionSettings settings = new ConnectionSettings(
                    scene.server().url(), Optional.of(facade.url()), new ApiKey(RunningFacade.KEY));
            try (RunningOperator operator =
                    RunningOperator.start(cluster, ConnectionSource.fixed(settings), OperatorOptions.DEFAULT_RESYNC)) {
                Agent agent = scene.agents().create("resolver");

                Agent judged = scene.agents().awaitReason("resolver", ConditionReason.AGENTS_API_NOT_FOUND);

                assertThat(Agents.messageOf(judged))
                        .contains(facade.url().toString(), "this cluster's own agents API", "leave it out");
                assertThat(judged.getMetadata().getGeneration())
                        .isEqualTo(agent.getMetadata().getGeneration());
            }
        }
    }
}
