/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class IdConflictIT {

    @TempDir
    private Path data;

    @Test
    void theSecondAgentWithAnIdWritesNothingAndTakesOverWhenTheFirstIsGone(TestCluster cluster)
            throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("first", agent -> agent.getSpec().setId("shared"));
            scene.agents().awaitReady("first");

            scene.agents().create("second", agent -> {
                agent.getSpec().setId("shared");
                agent.getSpec().getConfig().setSnapshot("second-snapshot");
            });
            Agent waiting = scene.agents().awaitReason("second", ConditionReason.ID_CONFLICT);
            assertThat(Agents.messageOf(waiting)).contains(cluster.namespace() + "/first");
            assertThat(snapshot(scene, "agent-snapshot-v1")).isTrue();

            scene.agents().delete("first");
            scene.agents().awaitReady("second");

            assertThat(snapshot(scene, "second-snapshot")).isTrue();
            assertThat(scene.records()).containsExactly("shared");
        }
    }

    @Test
    void anAgentInConflictTouchesNothingWhenItIsDeleted(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("first", agent -> agent.getSpec().setId("shared"));
            scene.agents().awaitReady("first");
            scene.agents().create("second", agent -> agent.getSpec().setId("shared"));
            scene.agents().awaitReason("second", ConditionReason.ID_CONFLICT);

            scene.agents().delete("second");
            scene.agents().awaitGone("second");

            assertThat(scene.records()).containsExactly("shared");
        }
    }

    private static boolean snapshot(Scene scene, String name) throws OpenComputerException {
        return RecordContent.builder().snapshot(name).build().isSaidBy(scene.record("shared"), new AgentId("shared"));
    }
}
