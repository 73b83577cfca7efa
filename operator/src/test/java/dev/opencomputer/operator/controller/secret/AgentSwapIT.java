/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents that are made anew with one another's ids. */
@ExtendWith(ControlPlaneExtension.class)
class AgentSwapIT {

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(DeletionPolicy.class)
    void theKeysOfTwoAgentsThatSwapTheirIdsFollowTheAgents(DeletionPolicy policy, TestCluster cluster) {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            agent(scene, "one", "alpha", policy);
            agent(scene, "two", "beta", policy);
            scene.secrets().source("one", "value of one");
            scene.secrets().source("two", "value of two");
            scene.secrets().create("one", "one", "API_KEY", "one");
            scene.secrets().create("two", "two", "API_KEY", "two");
            scene.secrets().awaitReady("one");
            scene.secrets().awaitReady("two");
            assertThat(scene.value("alpha", "API_KEY")).contains("value of one");
            String former = scene.secrets().get("one").orElseThrow().getStatus().getStoreId();

            scene.agents().delete("one");
            scene.agents().delete("two");
            scene.agents().awaitGone("one");
            scene.agents().awaitGone("two");
            agent(scene, "one", "beta", policy);
            agent(scene, "two", "alpha", policy);

            for (String name : new String[] {"one", "two"}) {
                scene.secrets()
                        .awaitObject(
                                name,
                                secret -> scene.agents()
                                        .get(name)
                                        .orElseThrow()
                                        .effectiveId()
                                        .equals(secret.getStatus().getAgentId()));
                scene.secrets().awaitReady(name);
            }
            assertThat(scene.value("beta", "API_KEY")).contains("value of one");
            assertThat(scene.value("alpha", "API_KEY")).contains("value of two");
            assertThat(scene.secrets().get("one").orElseThrow().getStatus().getStoreId())
                    .isNotEqualTo(former);
            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isEqualTo(4);
        }
    }

    private static void agent(Scene scene, String name, String id, DeletionPolicy policy) {
        scene.agents().create(name, agent -> {
            agent.getSpec().setId(id);
            agent.getSpec().setDeletionPolicy(policy);
        });
        scene.agents().awaitReady(name);
    }
}
