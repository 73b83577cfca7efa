/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.HeldCall;
import dev.opencomputer.operator.testing.OperatorProcess;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An operator that is killed leaves nothing that the next one does not bring to its end. */
@ExtendWith(ControlPlaneExtension.class)
class AgentSecretCrashIT {

    @TempDir
    private Path data;

    @Test
    void killedBetweenThePutAndTheStatusItPutsOnceMore(TestCluster cluster) throws Exception {
        try (Scene scene = scene(cluster)) {
            killDuring(HeldCall.after(scene.server(), Operation.PUT_SECRET), cluster, scene, () -> create(scene));
            assertThat(scene.value("resolver", "API_KEY")).contains("value");

            scene.startOperator();

            scene.secrets().awaitReady("api-key");
            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isEqualTo(2);
            goesWhole(scene);
        }
    }

    @Test
    void killedBetweenTheStoreAndThePutItFindsTheStore(TestCluster cluster) throws Exception {
        try (Scene scene = scene(cluster)) {
            killDuring(HeldCall.after(scene.server(), Operation.CREATE_STORE), cluster, scene, () -> create(scene));

            scene.startOperator();

            scene.secrets().awaitReady("api-key");
            assertThat(scene.somebodyElse().secretStores().list()).hasSize(1);
            assertThat(scene.value("resolver", "API_KEY")).contains("value");
            goesWhole(scene);
        }
    }

    @Test
    void killedAfterTheKeyWasRemovedItLetsTheObjectGo(TestCluster cluster) throws Exception {
        try (Scene scene = scene(cluster)) {
            killDuring(HeldCall.after(scene.server(), Operation.DELETE_SECRET), cluster, scene, () -> {
                create(scene);
                scene.secrets().awaitReady("api-key");
                scene.secrets().delete("api-key");
            });
            assertThat(scene.secrets().get("api-key")).isPresent();

            scene.startOperator();

            scene.secrets().awaitGone("api-key");
            assertThat(scene.value("resolver", "API_KEY")).isEmpty();
        }
    }

    @Test
    void oneThatIsDeletedBetweenTheKillAndTheRestartLeavesNoKey(TestCluster cluster) throws Exception {
        try (Scene scene = scene(cluster)) {
            killDuring(HeldCall.after(scene.server(), Operation.PUT_SECRET), cluster, scene, () -> create(scene));
            scene.secrets().delete("api-key");

            scene.startOperator();

            scene.secrets().awaitGone("api-key");
            assertThat(scene.value("resolver", "API_KEY")).isEmpty();
        }
    }

    private Scene scene(TestCluster cluster) {
        return Scene.withoutOperator(cluster, data, Dialect.LOCAL);
    }

    private static void create(Scene scene) {
        scene.agents().create("resolver");
        scene.secrets().source("anthropic", "value");
        scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
    }

    private static void goesWhole(Scene scene) throws Exception {
        scene.secrets().delete("api-key");
        scene.secrets().awaitGone("api-key");
        assertThat(scene.value("resolver", "API_KEY")).isEmpty();
        scene.agents().delete("resolver");
        scene.agents().awaitGone("resolver");
        await().until(() -> scene.store("resolver").isEmpty());
    }

    private static void killDuring(HeldCall call, TestCluster cluster, Scene scene, Runnable work)
            throws InterruptedException {
        try (OperatorProcess operator = OperatorProcess.start(cluster, scene)) {
            work.run();
            call.awaitCall();
            operator.kill();
        } finally {
            call.release();
        }
    }
}
