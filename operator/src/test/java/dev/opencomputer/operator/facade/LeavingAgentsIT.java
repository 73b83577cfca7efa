/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.TestCluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An Agent that is being deleted and does not go, since somebody holds it. */
@ExtendWith({ControlPlaneExtension.class, FacadeExtension.class})
class LeavingAgentsIT {

    private TestCluster cluster;
    private RunningFacade facade;
    private HttpCaller caller;
    private Agents agents;

    @BeforeEach
    void start(TestCluster cluster, RunningFacade facade, HttpCaller caller) {
        this.cluster = cluster;
        this.facade = facade;
        this.caller = caller;
        agents = new Agents(cluster);
        agents.create("resolver", agent -> agent.getMetadata().setFinalizers(List.of("example.com/hold")));
        agents.delete("resolver");
    }

    @Test
    void isAbsent() {
        assertThat(caller.get("/v1/agents").body().path("agents")).isEmpty();
        assertThat(caller.get("/v1/agents/resolver").status()).isEqualTo(404);
        assertThat(caller.patch("/v1/agents/resolver", "{\"display_name\": \"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(caller.delete("/v1/agents/resolver").status()).isEqualTo(404);
        assertThat(caller.put("/v1/agents/resolver/secrets/A", "{\"value\": \"x\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void letsAPostComeBackLater() {
        String version = agents.get("resolver").orElseThrow().getMetadata().getResourceVersion();

        Reply post = caller.post("/v1/agents", "{\"id\": \"resolver\"}");

        assertThat(post.status()).as("%s", post.body()).isEqualTo(503);
        assertThat(post.header("Retry-After")).isEqualTo("5");
        assertThat(agents.get("resolver").orElseThrow().getMetadata().getResourceVersion())
                .isEqualTo(version);
    }

    @Test
    void isWaitedForByAPost() {
        Agent former = agents.get("resolver").orElseThrow();
        long looks = looks();
        CompletableFuture<Reply> post =
                CompletableFuture.supplyAsync(() -> caller.post("/v1/agents", "{\"id\": \"resolver\"}"));
        // A watch stands in the log when it has ended; what tells of it is the look before, at what has the name.
        await().until(() -> looks() > looks);

        agents.edit("resolver", agent -> agent.getMetadata().setFinalizers(List.of()));

        assertThat(post.join().status()).as("%s", post.join().body()).isEqualTo(201);
        assertThat(agents.get("resolver").orElseThrow().getMetadata().getUid())
                .isNotEqualTo(former.getMetadata().getUid());
    }

    private long looks() {
        return cluster.auditLog().requests().stream()
                .filter(request -> request.namespace().equals(cluster.namespace()))
                .filter(request -> request.user().equals(facade.user()))
                .filter(request -> request.verb().equals("get"))
                .count();
    }
}
