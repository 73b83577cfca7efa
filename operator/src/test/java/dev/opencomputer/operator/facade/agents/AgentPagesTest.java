/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.facade.PagedApiServer;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentPagesTest {

    private static final int ROOM = 1024 * 1024;

    private final HeldPages memory = new HeldPages(ROOM);
    private PagedApiServer apiServer;
    private KubernetesClient client;

    @AfterEach
    void stop() {
        client.close();
        apiServer.close();
    }

    @Test
    void aListIsReadByFiftyObjectsAndNoOtherRequestIsMadeForAgentsThatTheOperatorHasNotSeen() throws Exception {
        CallerAccess access = access(agents(120));

        try (AgentPages pages = AgentPages.all(access, memory)) {
            assertThat(ids(pages)).hasSize(120).startsWith("id-000").endsWith("id-119");
        }

        assertThat(apiServer.pages()).containsExactly(50, 50, 20);
        assertThat(apiServer.requests()).hasSize(3).allMatch(request -> request.contains("limit=50"));
        assertThat(memory.free()).isEqualTo(ROOM);
    }

    @Test
    void aLargerPageThanThatHasFewerAgentsAndSaysWhereToGoOn() throws Exception {
        CallerAccess access = access(agents(120));

        try (AgentPages page = AgentPages.one(access, memory, 500, Optional.empty())) {
            assertThat(ids(page)).hasSize(50);
            assertThat(page.continuation()).contains("50");
        }
        try (AgentPages page = AgentPages.one(access, memory, 20, Optional.of("100"))) {
            assertThat(ids(page)).hasSize(20);
            assertThat(page.continuation()).isEmpty();
        }
    }

    @Test
    void ofTwoWithOneIdThatTheOperatorHasNotSeenTheFirstIsShown() throws Exception {
        CallerAccess access = access(List.of(agent("a", "same"), agent("b", "same")));

        try (AgentPages pages = AgentPages.all(access, memory)) {
            assertThat(ids(pages)).containsExactly("same");
        }
        assertThat(apiServer.requests()).hasSize(1);
    }

    @Test
    void onlyOfAnAgentThatTheOperatorHasTurnedAwayIsAskedWhetherItIsMeant() throws Exception {
        Agent turnedAway = agent("a", "same");
        AgentStatus status = new AgentStatus();
        status.setConditions(List.of(new ConditionBuilder()
                .withType("Ready")
                .withStatus("False")
                .withReason("IdConflict")
                .build()));
        turnedAway.setStatus(status);
        Agent holder = agent("b", "same");
        AgentStatus claimed = new AgentStatus();
        claimed.setId("same");
        holder.setStatus(claimed);
        CallerAccess access = access(List.of(turnedAway, holder));

        try (AgentPages pages = AgentPages.all(access, memory)) {
            assertThat(ids(pages)).containsExactly("same");
        }
        assertThat(apiServer.requests()).hasSize(3);
    }

    @Test
    void aPageHasItsRoomUntilTheNextIsReadAndNoLongerThanTheList() throws Exception {
        CallerAccess access = access(agents(60));

        try (AgentPages pages = AgentPages.all(access, memory)) {
            int size = pages.next().stream().mapToInt(json -> json.length).sum();
            assertThat(memory.free()).isEqualTo(ROOM - size);

            size = pages.next().stream().mapToInt(json -> json.length).sum();
            assertThat(memory.free()).isEqualTo(ROOM - size);
        }

        assertThat(memory.free()).isEqualTo(ROOM);
    }

    @Test
    void aPageThatFailsLeavesNothingHeld() throws Exception {
        CallerAccess access = access(agents(60));
        apiServer.fail(50, 500);

        try (AgentPages pages = AgentPages.all(access, memory)) {
            pages.next();
            assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(pages::next);
        }

        assertThat(memory.free()).isEqualTo(ROOM);
    }

    @Test
    void whereOthersHoldTooMuchTheListIsRefused() throws Exception {
        CallerAccess access = access(agents(1));
        int others = memory.take(ROOM);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> AgentPages.all(access, memory))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(503))
                .satisfies(refusal -> assertThat(refusal.retryAfter()).isPresent());

        memory.giveBack(others);
        assertThat(memory.free()).isEqualTo(ROOM);
    }

    @Test
    void aPageThatIsLargerThanAllTheRoomIsSentAlone() throws Exception {
        HeldPages little = new HeldPages(10);

        try (AgentPages pages = AgentPages.all(access(agents(3)), little)) {
            assertThat(ids(pages)).hasSize(3);
            assertThat(little.free()).isZero();
        }
        assertThat(little.free()).isEqualTo(10);
    }

    private CallerAccess access(List<Agent> agents) throws IOException {
        apiServer = new PagedApiServer(agents);
        Config config = Config.empty();
        config.setMasterUrl(apiServer.url().toString());
        config.setRequestRetryBackoffLimit(0);
        client = new KubernetesClientBuilder().withConfig(config).build();
        return new CallerAccess(
                new ResourceAccess<>(client, Agent.class, "team-a"),
                new ResourceAccess<>(client, AgentSecret.class, "team-a"));
    }

    private static List<Agent> agents(int number) {
        return IntStream.range(0, number)
                .mapToObj(index -> String.format("%03d", index))
                .map(index -> agent("name-" + index, "id-" + index))
                .toList();
    }

    private static Agent agent(String name, String id) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace("team-a")
                .withUid(name)
                .withGeneration(1L)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .build());
        AgentSpec spec = new AgentSpec();
        spec.setId(id);
        agent.setSpec(spec);
        return agent;
    }

    private static List<String> ids(AgentPages pages) {
        List<String> ids = new ArrayList<>();
        while (pages.hasNext()) {
            pages.next().forEach(json -> ids.add(id(json)));
        }
        return ids;
    }

    private static String id(byte[] json) {
        try {
            return Json.MAPPER.readTree(json).path("id").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
