/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Entity tags; without an operator, so that a version changes only when a test changes it. */
@ExtendWith({ControlPlaneExtension.class, FacadeExtension.class})
class VersionsIT {

    private static final String AGENT = "/v1/agents/resolver";
    private static final String RENAME = "{\"display_name\": \"Other\"}";

    private Agents agents;
    private HttpCaller caller;

    @BeforeEach
    void start(TestCluster cluster, HttpCaller caller) {
        agents = new Agents(cluster);
        this.caller = caller;
    }

    @Test
    void everyAnswerThatShowsAnAgentSaysItsVersion() {
        Reply created = caller.post("/v1/agents", "{\"id\": \"resolver\"}");
        Reply read = caller.get(AGENT);
        Reply changed = caller.patch(AGENT, RENAME);

        assertThat(created.header("ETag")).matches("\"[!#-~]+\"").isEqualTo(read.header("ETag"));
        assertThat(changed.header("ETag"))
                .isNotEqualTo(read.header("ETag"))
                .isEqualTo(caller.get(AGENT).header("ETag"));
        assertThat(caller.patch(AGENT, "{}").header("ETag")).isEqualTo(changed.header("ETag"));
    }

    @Test
    void whoHasTheVersionIsToldSoAndGetsNoBody() {
        agents.create("resolver");
        String tag = caller.get(AGENT).header("ETag");

        Reply known = caller.with("If-None-Match", "\"other\", W/" + tag).get(AGENT);

        assertThat(known.status()).isEqualTo(304);
        assertThat(known.header("ETag")).isEqualTo(tag);
        assertThat(known.response().body()).isEmpty();
        caller.patch(AGENT, RENAME);
        assertThat(caller.with("If-None-Match", tag).get(AGENT).status()).isEqualTo(200);
        assertThat(caller.with("If-Match", tag).get(AGENT).status()).isEqualTo(412);
    }

    @Test
    void aChangeIsMadeToTheVersionThatIsMeantAndToNoOther() {
        agents.create("resolver");
        String tag = caller.get(AGENT).header("ETag");

        assertThat(caller.with("If-Match", tag).patch(AGENT, RENAME).status()).isEqualTo(200);

        Reply late = caller.with("If-Match", tag).patch(AGENT, "{\"display_name\": \"Late\"}");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.errorType()).isEqualTo("invalid_request");
        assertThat(late.errorMessage()).contains("read it again");
        assertThat(caller.with("If-Match", tag).patch(AGENT, "{}").status()).isEqualTo(412);
        assertThat(caller.get(AGENT).body().path("display_name").asText()).isEqualTo("Other");
        assertThat(caller.with("If-Match", "*").patch(AGENT, RENAME).status()).isEqualTo(200);
    }

    @Test
    void ofManyChangesToOneVersionOneIsMade() {
        agents.create("resolver");
        HttpCaller once = caller.with("If-Match", caller.get(AGENT).header("ETag"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Reply>> replies = IntStream.range(0, 8)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> once.patch(AGENT, "{\"config\": {\"env\": {\"V" + number + "\": \"x\"}}}"), threads))
                    .toList();

            assertThat(replies)
                    .extracting(reply -> reply.join().status())
                    .containsOnly(200, 412)
                    .containsOnlyOnce(200);
        } finally {
            threads.shutdown();
        }
        assertThat(caller.get(AGENT).body().path("config").path("env")).hasSize(1);
    }

    @Test
    void onlyTheVersionThatIsMeantIsDeleted() {
        agents.create("resolver");
        String tag = caller.get(AGENT).header("ETag");
        caller.patch(AGENT, RENAME);

        assertThat(caller.with("If-Match", tag).delete(AGENT).status()).isEqualTo(412);
        assertThat(caller.get(AGENT).status()).isEqualTo(200);

        String current = caller.get(AGENT).header("ETag");
        assertThat(caller.with("If-Match", "W/" + current).delete(AGENT).status())
                .isEqualTo(412);
        assertThat(caller.with("If-Match", current).delete(AGENT).status()).isEqualTo(200);
        assertThat(caller.with("If-Match", current).delete(AGENT).status()).isEqualTo(404);
    }

    @Test
    void whatIsNoTagIsABadRequest() {
        agents.create("resolver");

        Reply reply = caller.with("If-Match", "resolver").patch(AGENT, RENAME);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorMessage()).startsWith("If-Match must be");
        assertThat(caller.with("If-None-Match", "\"open").get(AGENT).status()).isEqualTo(400);
        assertThat(caller.get(AGENT).body().path("display_name").asText()).isEqualTo("resolver");
    }
}
