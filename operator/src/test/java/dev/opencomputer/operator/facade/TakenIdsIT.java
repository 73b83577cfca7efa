/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.facade.agents.AgentObjectNames;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({ControlPlaneExtension.class, FacadeExtension.class})
class TakenIdsIT {

    @TempDir
    private Path folder;

    private Scene scene;
    private HttpCaller caller;

    @BeforeEach
    void start(TestCluster cluster, HttpCaller caller) {
        scene = Scene.open(cluster, folder.resolve("local"), Dialect.LOCAL);
        this.caller = caller;
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void anIdThatOpenComputerHasAlreadyIsTakenAndNothingIsLeft() throws Exception {
        scene.somebodyElse()
                .agents()
                .orElseThrow()
                .create(
                        new AgentId("resolver"),
                        RecordContent.builder().displayName("Theirs").build());

        Reply post = caller.post("/v1/agents", "{\"id\": \"resolver\"}");

        assertThat(post.status()).as("%s", post.body()).isEqualTo(409);
        assertThat(post.errorType()).isEqualTo("conflict");
        assertThat(post.errorMessage()).contains("the id resolver is taken");
        assertThat(caller.get("/v1/agents/resolver").status()).isEqualTo(404);
        scene.agents().awaitGone("resolver");
        assertThat(scene.record("resolver"))
                .isEqualTo(RecordContent.builder().displayName("Theirs").build());
    }

    @Test
    void ofManyWhoCreateOneIdAtTheSameMomentOneWins() throws Exception {
        List<Reply> replies = atOnce(8, () -> caller.post("/v1/agents", "{\"id\": \"resolver\"}"));

        assertThat(replies).extracting(Reply::status).containsOnly(201, 409).containsOnlyOnce(201);
        assertThat(caller.get("/v1/agents").body().path("agents")).hasSize(1);
        scene.agents().awaitReady("resolver");
    }

    @Test
    void ofTwoWhoCreateOneIdOneWinsEachTime() throws Exception {
        for (int round = 1; round <= 20; round++) {
            String body = "{\"id\": \"agent-" + round + "\"}";

            assertThat(atOnce(2, () -> caller.post("/v1/agents", body)))
                    .extracting(Reply::status)
                    .containsExactlyInAnyOrder(201, 409);
        }
        assertThat(caller.get("/v1/agents").body().path("agents")).hasSize(20);
    }

    @Test
    void changesOfDifferentFieldsAtTheSameMomentAllStay() throws Exception {
        caller.post("/v1/agents", "{\"id\": \"resolver\"}");

        AtomicInteger last = new AtomicInteger();
        // The facade tries ten times: each of the others is faster once at most.
        List<Reply> replies = atOnce(8, () -> {
            int number = last.incrementAndGet();
            return caller.patch("/v1/agents/resolver", "{\"config\": {\"env\": {\"V" + number + "\": \"x\"}}}");
        });

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(caller.get("/v1/agents/resolver").body().path("config").path("env"))
                .hasSize(8);
    }

    @Test
    void anAgentGetsAnotherObjectNameWhenThatOfItsIdIsTaken() {
        scene.agents().create("resolver", agent -> agent.getSpec().setId("something-else"));
        scene.agents().awaitReady("resolver");

        Reply post = caller.post("/v1/agents", "{\"id\": \"resolver\", \"display_name\": \"Ours\"}");

        assertThat(post.status()).as("%s", post.body()).isEqualTo(201);
        Agent ours = scene.agents().get(AgentObjectNames.besides("resolver")).orElseThrow();
        assertThat(ours.effectiveId()).isEqualTo("resolver");
        assertThat(caller.get("/v1/agents/resolver").body().path("display_name").asText())
                .isEqualTo("Ours");
        assertThat(caller.get("/v1/agents/something-else").body().path("id").asText())
                .isEqualTo("something-else");
        assertThat(caller.get("/v1/agents").body().path("agents"))
                .extracting(agent -> agent.path("id").asText())
                .containsExactly("something-else", "resolver");
    }

    @Test
    void ofTwoWithOneIdTheHolderIsTheAgent() {
        scene.agents().create("zz-holder", agent -> {
            agent.getSpec().setId("shared");
            agent.getSpec().setDisplayName("Holder");
        });
        scene.agents().awaitReady("zz-holder");
        scene.agents().create("shared");
        scene.agents().awaitReason("shared", ConditionReason.ID_CONFLICT);

        assertThat(caller.get("/v1/agents/shared").body().path("display_name").asText())
                .isEqualTo("Holder");
        assertThat(caller.get("/v1/agents").body().path("agents"))
                .singleElement()
                .satisfies(listed ->
                        assertThat(listed.path("display_name").asText()).isEqualTo("Holder"));
    }

    private static <T> List<T> atOnce(int times, Supplier<T> call) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            return IntStream.range(0, times)
                    .mapToObj(number -> CompletableFuture.supplyAsync(call, threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            threads.shutdown();
        }
    }
}
