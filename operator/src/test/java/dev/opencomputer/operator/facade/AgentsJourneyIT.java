/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.api.AdoptionPolicy;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import dev.opencomputer.operator.wire.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class AgentsJourneyIT {

    /** As the page shows it that describes the API. */
    private static final String ISSUE_RESOLVER = """
            {
              "id": "issue-resolver",
              "display_name": "Issue Resolver",
              "config": {
                "snapshot": "agent-snapshot-v1",
                "entrypoint": "node /workspace/agent/index.js",
                "env": { "LOG_LEVEL": "info" },
                "elasticity": { "baseline_mb": 1024, "max_mb": 8192 },
                "idle_timeout_s": 600
              }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void anAgentLivesItsWholeLifeThroughTheApi(TestCluster cluster) throws Exception {
        try (Scene scene = Scene.open(cluster, folder.resolve("local"), Dialect.LOCAL);
                RunningFacade facade = RunningFacade.start(cluster, folder)) {
            HttpCaller caller = HttpCaller.of(facade);

            Reply created = caller.post("/v1/agents", ISSUE_RESOLVER);

            assertThat(created.status()).as("%s", created).isEqualTo(201);
            JsonNode asked = Json.MAPPER.readTree(ISSUE_RESOLVER);
            assertThat(created.body().path("id").asText()).isEqualTo("issue-resolver");
            assertThat(created.body().path("display_name").asText()).isEqualTo("Issue Resolver");
            assertThat(created.body().path("config")).isEqualTo(asked.path("config"));
            assertThat(created.body().path("secret_store").isNull()).isTrue();
            assertThat(created.body().path("status").asText()).isEqualTo("ready");
            assertThat(scene.records()).containsExactly("issue-resolver");
            Agent agent = scene.agents().get("issue-resolver").orElseThrow();
            assertThat(agent.getSpec().getAdoptionPolicy()).isEqualTo(AdoptionPolicy.REFUSE);
            assertThat(agent.getMetadata().getFinalizers()).containsExactly(Names.FINALIZER);

            Reply read = caller.get("/v1/agents/issue-resolver");
            assertThat(read.status()).isEqualTo(200);
            assertThat(read.body().path("config")).isEqualTo(asked.path("config"));
            assertThat(read.body().path("last_error").isNull()).isTrue();
            assertThat(caller.get("/v1/agents").body().path("agents"))
                    .singleElement()
                    .satisfies(listed -> assertThat(listed.path("id").asText()).isEqualTo("issue-resolver"));

            Reply changed = caller.patch(
                    "/v1/agents/issue-resolver",
                    "{\"display_name\": null, \"config\": {\"env\": {\"LOG_LEVEL\": null, \"MODE\": \"fast\"}}}");
            assertThat(changed.status()).as("%s", changed).isEqualTo(200);
            assertThat(changed.body().path("display_name").asText()).isEqualTo("issue-resolver");
            assertThat(changed.body().path("config").path("env").toString()).isEqualTo("{\"MODE\":\"fast\"}");
            assertThat(changed.body().path("config").path("snapshot").asText()).isEqualTo("agent-snapshot-v1");
            scene.agents().awaitReady("issue-resolver");

            Reply deleted = caller.delete("/v1/agents/issue-resolver");
            assertThat(deleted.status()).isEqualTo(200);
            assertThat(caller.get("/v1/agents/issue-resolver").status()).isEqualTo(404);
            scene.agents().awaitGone("issue-resolver");
            assertThat(scene.records()).isEmpty();
        }
    }

    @Test
    void whatIsWrittenWhileOpenComputerIsAwayArrivesWhenItIsBack(TestCluster cluster) throws Exception {
        try (Scene scene = Scene.open(cluster, folder.resolve("local"), Dialect.LOCAL);
                RunningFacade facade = RunningFacade.start(cluster, folder)) {
            HttpCaller caller = HttpCaller.of(facade);
            scene.stopServer();

            Reply created = caller.post("/v1/agents", ISSUE_RESOLVER);

            assertThat(created.status()).as("%s", created).isEqualTo(201);
            assertThat(created.body().path("status").asText()).isEqualTo("starting");

            scene.startServerAgain();
            await().until(() -> status(caller).equals("ready"));
            scene.stopServer();

            Reply changed = caller.patch("/v1/agents/issue-resolver", "{\"display_name\": \"Other\"}");

            assertThat(changed.status()).isEqualTo(200);
            assertThat(changed.body().path("status").asText()).isEqualTo("starting");
            assertThat(changed.body().path("conditions")).isEmpty();
            await().until(() -> status(caller).equals("degraded"));
            JsonNode error = caller.get("/v1/agents/issue-resolver").body().path("last_error");
            assertThat(error.path("code").asText()).isEqualTo("Unreachable");
            assertThat(error.path("message").asText()).isNotEmpty();

            scene.startServerAgain();
            await().until(() -> status(caller).equals("ready"));
            assertThat(scene.record("issue-resolver")
                            .toJson()
                            .path("display_name")
                            .asText())
                    .isEqualTo("Other");
        }
    }

    private static String status(HttpCaller caller) {
        return caller.get("/v1/agents/issue-resolver").body().path("status").asText();
    }
}
