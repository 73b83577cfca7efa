/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A namespace goes with all that is in it, in whatever order; what is upstream becomes what the Agent's policy says. */
@ExtendWith(ControlPlaneExtension.class)
class NamespaceDeletionIT {

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource({
        "agent,secret,source",
        "agent,source,secret",
        "secret,agent,source",
        "secret,source,agent",
        "source,agent,secret",
        "source,secret,agent"
    })
    void everythingGoesInWhateverOrderItIsDeleted(String first, String second, String third, TestCluster cluster)
            throws Exception {
        try (Scene scene = open(cluster, DeletionPolicy.DELETE)) {
            for (String next : List.of(first, second, third)) {
                switch (next) {
                    case "agent" -> scene.agents().delete("resolver");
                    case "secret" -> scene.secrets().delete("api-key");
                    default -> scene.secrets().deleteSource("anthropic");
                }
            }
            scene.secrets().delete("second");

            // A namespace is gone when these are; its controller only takes longer to see it.
            scene.agents().awaitGone("resolver");
            scene.secrets().awaitGone("api-key");
            scene.secrets().awaitGone("second");

            assertThat(scene.store("resolver")).isEmpty();
            assertThat(scene.records()).isEmpty();
        }
    }

    @Test
    void theNamespacesOwnOrderLeavesNothing(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, DeletionPolicy.DELETE)) {
            deleteNamespace(cluster);

            assertThat(scene.store("resolver")).isEmpty();
            assertThat(scene.records()).isEmpty();
        }
    }

    @Test
    void aRetainedAgentKeepsItsRecordItsStoreAndEveryKey(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, DeletionPolicy.RETAIN)) {
            deleteNamespace(cluster);

            assertThat(scene.value("resolver", "API_KEY")).contains("value");
            assertThat(scene.value("resolver", "SECOND")).contains("value");
            assertThat(scene.records()).containsExactly("resolver");
        }
    }

    private Scene open(TestCluster cluster, DeletionPolicy policy) {
        Scene scene = Scene.open(cluster, data, Dialect.LOCAL);
        scene.agents().create("resolver", agent -> agent.getSpec().setDeletionPolicy(policy));
        scene.secrets().source("anthropic", "value");
        scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
        scene.secrets().create("second", "resolver", "SECOND", "anthropic");
        scene.secrets().awaitReady("api-key");
        scene.secrets().awaitReady("second");
        return scene;
    }

    private static void deleteNamespace(TestCluster cluster) {
        cluster.client().namespaces().withName(cluster.namespace()).delete();
        await("the namespace to be gone")
                .atMost(Duration.ofSeconds(60))
                .until(() -> cluster.client()
                                .namespaces()
                                .withName(cluster.namespace())
                                .get()
                        == null);
    }
}
