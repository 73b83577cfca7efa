/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({ControlPlaneExtension.class, FacadeExtension.class})
class ListsIT {

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private Agents agents;
    private HttpCaller caller;

    @BeforeEach
    void start(TestCluster cluster, HttpCaller caller) {
        this.cluster = cluster;
        agents = new Agents(cluster);
        this.caller = caller;
    }

    @Test
    void allAgentsStandInOneListInTheOrderOfTheirNamesHoweverManyPagesThatTakes() {
        List<String> names = IntStream.range(0, 1003)
                .mapToObj(number -> String.format("agent-%04d", number))
                .toList();
        names.parallelStream().forEach(name -> agents.create(name));

        assertThat(ids(caller.get("/v1/agents"))).isEqualTo(names);
    }

    @Test
    void aListIsTakenPageByPage() {
        List<String> names =
                IntStream.range(0, 7).mapToObj(number -> "agent-" + number).toList();
        names.forEach(name -> agents.create(name));
        List<Integer> sizes = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Reply page = caller.get("/v1/agents?limit=3&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
            assertThat(page.status()).as("%s", page.body()).isEqualTo(200);
            sizes.add(ids(page).size());
            seen.addAll(ids(page));
            next = page.body().path("continue").asText();
        } while (!next.isEmpty());

        assertThat(sizes).containsExactly(3, 3, 1);
        assertThat(seen).isEqualTo(names);
    }

    @Test
    void anEmptyListIsOneToo() {
        assertThat(caller.get("/v1/agents").response().body()).isEqualTo("{\"agents\":[]}\n");
        assertThat(caller.get("/v1/agents?limit=5").response().body()).isEqualTo("{\"agents\":[]}\n");
    }

    @Test
    void aTokenThatIsNoneIsABadRequest() {
        agents.create("agent");

        Reply reply = caller.get("/v1/agents?limit=5&continue=nonsense");

        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(400);
        assertThat(reply.errorType()).isEqualTo("invalid_request");
        assertThat(caller.get("/v1/agents?limit=0").status()).isEqualTo(400);
        assertThat(caller.get("/v1/agents?continue=x").status()).isEqualTo(400);
    }

    @Test
    void ofTwoWithOneIdTheHolderIsShownOnWhateverPage() {
        try (Scene scene = Scene.open(cluster, folder.resolve("local"), Dialect.LOCAL)) {
            scene.agents().create("zz-holder", agent -> agent.getSpec().setId("shared"));
            scene.agents().awaitReady("zz-holder");
            for (String name : List.of("aa-late", "shared")) {
                scene.agents().create(name, agent -> agent.getSpec().setId("shared"));
                scene.agents().awaitReason(name, ConditionReason.ID_CONFLICT);
            }

            assertThat(ids(caller.get("/v1/agents"))).containsExactly("shared");
            Reply first = caller.get("/v1/agents?limit=2");
            assertThat(ids(first)).isEmpty();
            Reply second = caller.get("/v1/agents?limit=2&continue="
                    + URLEncoder.encode(first.body().path("continue").asText(), StandardCharsets.UTF_8));
            assertThat(ids(second)).containsExactly("shared");
        }
    }

    private static List<String> ids(Reply reply) {
        List<String> ids = new ArrayList<>();
        for (JsonNode agent : reply.body().path("agents")) {
            ids.add(agent.path("id").asText());
        }
        return ids;
    }
}
