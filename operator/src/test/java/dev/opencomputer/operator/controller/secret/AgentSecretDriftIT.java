/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.SecretKey;
import dev.opencomputer.operator.opencomputer.SecretStores;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.opencomputer.StoreId;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What somebody changes at OpenComputer by hand is put back. */
@ExtendWith(ControlPlaneExtension.class)
class AgentSecretDriftIT {

    private static final SecretKey KEY = new SecretKey("API_KEY");

    @TempDir
    private Path data;

    @Test
    void aKeyThatWasRemovedByHandIsPutBack(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            stores(scene).deleteKey(store(scene), KEY);

            askForReconcile(scene);

            await().until(() -> scene.value("resolver", "API_KEY").isPresent());
            await().until(() -> scene.events("api-key").contains("DriftRepaired"));
        }
    }

    @Test
    void hostsThatWereWidenedByHandAreNarrowedAgain(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            stores(scene).putKey(store(scene), KEY, SecretValue.of("value"), List.of());

            askForReconcile(scene);

            await().until(() -> scene.hosts("resolver", "API_KEY").orElseThrow().equals(List.of("api.example.com")));
        }
    }

    @Test
    void aStoreThatWasDeletedByHandIsMadeAnewWithItsKeys(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            StoreId former = store(scene);
            stores(scene).delete(former);

            askForReconcile(scene);

            await().until(() -> scene.value("resolver", "API_KEY").isPresent());
            assertThat(store(scene)).isNotEqualTo(former);
            scene.secrets()
                    .awaitObject(
                            "api-key",
                            secret -> store(scene)
                                    .value()
                                    .equals(secret.getStatus().getStoreId()));
        }
    }

    @Test
    void aForeignKeyInTheStoreIsLeftAlone(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            stores(scene).putKey(store(scene), new SecretKey("FOREIGN"), SecretValue.of("theirs"), List.of());

            askForReconcile(scene);

            scene.secrets()
                    .awaitObject(
                            "api-key", secret -> "now".equals(secret.getStatus().getLastHandledReconcileAt()));
            assertThat(scene.value("resolver", "FOREIGN")).contains("theirs");
        }
    }

    private Scene open(TestCluster cluster) {
        Scene scene = Scene.open(cluster, data, Dialect.LOCAL);
        scene.agents().create("resolver");
        scene.secrets().source("anthropic", "value");
        scene.secrets()
                .create(
                        "api-key",
                        "resolver",
                        "API_KEY",
                        "anthropic",
                        secret -> secret.getSpec().setAllowedHosts(List.of("api.example.com")));
        scene.secrets().awaitReady("api-key");
        return scene;
    }

    private static void askForReconcile(Scene scene) {
        scene.secrets().annotate("api-key", Annotations.RECONCILE_AT, "now");
    }

    private static SecretStores stores(Scene scene) {
        return scene.somebodyElse().secretStores();
    }

    private static StoreId store(Scene scene) {
        try {
            return scene.store("resolver").orElseThrow().id();
        } catch (dev.opencomputer.operator.opencomputer.OpenComputerException e) {
            throw new AssertionError(e);
        }
    }
}
