/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RefusingApiServer;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The last value is what OpenComputer holds in the end, also when no status could tell of the one before. */
@ExtendWith(ControlPlaneExtension.class)
class AgentSecretRefusedStatusIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path data;

    @Test
    void aValueThatIsChangedBackIsPutAgainAlthoughTheStatusNeverToldOfTheOther(TestCluster cluster) throws Exception {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL);
                RefusingApiServer apiServer = RefusingApiServer.before(cluster);
                RunningOperator operator = RunningOperator.start(cluster, apiServer.config(), scene.settings())) {
            scene.agents().create("resolver");
            scene.secrets().source("anthropic", "first");
            scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
            scene.secrets().awaitReady("api-key");

            apiServer.refusesAll(true);
            scene.secrets().source("anthropic", "second");
            upstreamBecomes(scene, "second");
            scene.secrets().source("anthropic", "first");
            apiServer.refusesAll(false);

            upstreamBecomes(scene, "first");
            assertThat(scene.secrets().awaitReady("api-key").getStatus().getAppliedDigest())
                    .isNotNull();
        }
    }

    private static void upstreamBecomes(Scene scene, String value) {
        await().atMost(PATIENCE).until(() -> scene.value("resolver", "API_KEY").equals(Optional.of(value)));
    }
}
