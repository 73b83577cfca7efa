/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ControlPlaneExtension.class)
class SecretsJourneyIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SECRETS = "/v1/agents/resolver/secrets";
    private static final String KEY = SECRETS + "/API_KEY";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void valuesReachTheStoreAndGoWithTheirAgent(Dialect dialect, TestCluster cluster) throws Exception {
        try (Scene scene = Scene.open(cluster, folder.resolve("local"), dialect);
                RunningFacade facade = RunningFacade.startBesideAnOperator(cluster, folder)) {
            HttpCaller caller = HttpCaller.of(facade);

            Reply created = caller.post("/v1/agents", "{\"id\": \"resolver\", \"secrets\": {\"API_KEY\": \"first\"}}");

            assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
            awaitValue(scene, Optional.of("first"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(caller.get("/v1/agents/resolver")
                                    .body()
                                    .path("secret_store")
                                    .asText())
                            .isEqualTo("agent:resolver"));

            caller.put(KEY, "{\"value\": \"second\", \"allowed_hosts\": [\"api.example.com\"]}");
            awaitValue(scene, Optional.of("second"));
            assertThat(scene.hosts("resolver", "API_KEY")).contains(List.of("api.example.com"));
            String name = AgentSecretNames.nameFor("resolver", "API_KEY");
            String reached = scene.secrets().awaitReady(name).getStatus().getSetAt();
            assertThat(setAt(caller)).isEqualTo(reached);

            caller.put(KEY, "{\"value\": \"second\", \"allowed_hosts\": [\"api.example.com\"]}");
            assertThat(scene.secrets().awaitReady(name).getStatus().getSetAt()).isNotEqualTo(reached);

            assertThat(caller.delete(KEY).status()).isEqualTo(200);
            awaitValue(scene, Optional.empty());
            assertThat(caller.get(SECRETS).body().path("secrets")).isEmpty();

            assertThat(caller.put(KEY, "{\"value\": \"third\"}").status()).isEqualTo(200);
            awaitValue(scene, Optional.of("third"));
            caller.delete("/v1/agents/resolver");
            scene.agents().awaitGone("resolver");
            scene.secrets().awaitGone(name);
            assertThat(scene.store("resolver")).isEmpty();
        }
    }

    private static void awaitValue(Scene scene, Optional<String> value) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(scene.value("resolver", "API_KEY")).isEqualTo(value));
    }

    private static String setAt(HttpCaller caller) {
        JsonNode secrets = caller.get(SECRETS).body().path("secrets");
        assertThat(secrets).hasSize(1);
        return secrets.get(0).path("set_at").asText();
    }
}
