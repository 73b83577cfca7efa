/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ControlPlaneExtension.class)
class AgentSecretJourneyIT {

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aValueIsPutFollowsItsSecretAndIsRemoved(Dialect dialect, TestCluster cluster) throws Exception {
        try (Scene scene = Scene.open(cluster, data, dialect)) {
            scene.agents().create("resolver");
            scene.secrets().source("anthropic", "first");
            scene.secrets()
                    .create(
                            "api-key",
                            "resolver",
                            "API_KEY",
                            "anthropic",
                            secret -> secret.getSpec().setAllowedHosts(List.of("api.example.com")));

            AgentSecret ready = scene.secrets().awaitReady("api-key");
            assertThat(scene.value("resolver", "API_KEY")).contains("first");
            assertThat(scene.hosts("resolver", "API_KEY")).contains(List.of("api.example.com"));
            assertThat(ready.getStatus().getAgentId()).isEqualTo("resolver");
            assertThat(ready.getStatus().getStoreId())
                    .isEqualTo(scene.store("resolver").orElseThrow().id().value())
                    .isEqualTo(scene.agents().awaitReady("resolver").getStatus().getSecretStoreId());
            assertThat(ready.getStatus().getSetAt()).isNotBlank();

            scene.secrets().source("anthropic", "second");
            await().until(() -> scene.value("resolver", "API_KEY").equals(Optional.of("second")));

            scene.secrets().edit("api-key", secret -> secret.getSpec().setAllowedHosts(List.of("*.example.com")));
            scene.secrets().awaitReady("api-key");
            assertThat(scene.hosts("resolver", "API_KEY")).contains(List.of("*.example.com"));
            assertThat(scene.value("resolver", "API_KEY")).contains("second");

            scene.secrets().delete("api-key");
            scene.secrets().awaitGone("api-key");
            assertThat(scene.hosts("resolver", "API_KEY")).isEmpty();
            assertThat(scene.store("resolver")).isPresent();

            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");
            assertThat(scene.store("resolver")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "agent,secret,source",
        "agent,source,secret",
        "secret,agent,source",
        "secret,source,agent",
        "source,agent,secret",
        "source,secret,agent"
    })
    void theOrderOfComingDoesNotMatter(String first, String second, String third, TestCluster cluster) {
        try (Scene scene = Scene.open(cluster, data, Dialect.SELF_HOSTED)) {
            for (String next : List.of(first, second, third)) {
                switch (next) {
                    case "agent" -> scene.agents().create("resolver");
                    case "secret" -> scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
                    default -> scene.secrets().source("anthropic", "value");
                }
            }

            scene.secrets().awaitReady("api-key");

            assertThat(scene.value("resolver", "API_KEY")).contains("value");
        }
    }
}
