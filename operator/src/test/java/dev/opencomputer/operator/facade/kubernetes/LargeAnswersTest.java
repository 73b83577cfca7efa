/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.facade.PagedApiServer;
import dev.opencomputer.operator.facade.ScriptedApiServer;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.transport.BlockingHttpClientFactory;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the API server may answer before the rest is not read, or has to wait. */
class LargeAnswersTest {

    private static final int MEBIBYTE = 1024 * 1024;

    private final LargeAnswers one = new LargeAnswers(1, Duration.ZERO);

    @Test
    void aListOfLargeObjectsIsReadInPagesThatTheMemoryHasRoomFor() throws Exception {
        List<Agent> all = IntStream.range(0, 10)
                .mapToObj(number -> agent(number, MEBIBYTE))
                .toList();
        try (PagedApiServer apiServer = new PagedApiServer(all);
                KubernetesClient client = client(apiServer.url())) {
            ResourceAccess<Agent> access = access(client);
            List<String> names = new ArrayList<>();
            Optional<String> next = Optional.empty();
            do {
                Page<String> page = access.page(
                        Map.of(),
                        50,
                        next,
                        agents -> agents.stream()
                                .map(agent -> agent.getMetadata().getName())
                                .toList());
                names.addAll(page.items());
                next = page.next();
            } while (next.isPresent());

            assertThat(names)
                    .containsExactlyElementsOf(all.stream()
                            .map(agent -> agent.getMetadata().getName())
                            .toList());
            // Of 50, 25, 12 and 6 there would be more than four mebibytes.
            assertThat(apiServer.pages()).containsExactly(10, 10, 10, 6, 3, 3, 3, 1);
        }
    }

    @Test
    void theFirstOfMoreThanTheMemoryHasRoomForIsFoundAllTheSame() throws Exception {
        List<Agent> all = IntStream.range(0, 9)
                .mapToObj(number -> agent(number, MEBIBYTE))
                .toList();
        try (PagedApiServer apiServer = new PagedApiServer(all);
                KubernetesClient client = client(apiServer.url())) {
            Comparator<Agent> lastIsFirst = Comparator.<Agent, String>comparing(
                            agent -> agent.getMetadata().getName())
                    .reversed();

            ResourceAccess<Agent> access = access(client);
            assertThat(access.first(Map.of("spec.id", "same"), agent -> true, lastIsFirst))
                    .map(agent -> agent.getMetadata().getName())
                    .contains("agent-8");
            assertThat(access.first(
                            Map.of("spec.id", "same"),
                            agent -> !agent.getMetadata().getName().equals("agent-8"),
                            lastIsFirst))
                    .map(agent -> agent.getMetadata().getName())
                    .contains("agent-7");
        }
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() throws Exception {
        try (ScriptedApiServer apiServer = new ScriptedApiServer(LargeAnswersTest::withoutEnd);
                KubernetesClient client = client(apiServer.url())) {
            ResourceAccess<Agent> access = access(client);

            assertThatExceptionOfType(AnswerTooLargeException.class).isThrownBy(() -> access.find("agent-0"));
        }
    }

    @Test
    void oneWhoHasALargeObjectHasHisPlaceUntilHisCallIsOver() throws Exception {
        String large = Json.MAPPER.writeValueAsString(agent(0, MEBIBYTE));
        try (ScriptedApiServer apiServer =
                        new ScriptedApiServer(exchange -> ScriptedApiServer.answer(exchange, 200, large));
                KubernetesClient client = client(apiServer.url())) {
            ResourceAccess<Agent> first = access(client);
            assertThat(first.find("agent-0")).isPresent();
            assertThat(first.find("agent-0")).as("his second one").isPresent();

            ResourceAccess<Agent> second = access(client);
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> second.find("agent-0"))
                    .satisfies(refusal -> {
                        assertThat(refusal.status()).isEqualTo(503);
                        assertThat(refusal.retryAfter()).isPresent();
                    });

            first.makeRoom();
            assertThat(second.find("agent-0")).isPresent();
        }
    }

    @Test
    void whatIsSmallNeedsNoPlace() throws Exception {
        String small = Json.MAPPER.writeValueAsString(agent(0, 1024));
        try (ScriptedApiServer apiServer =
                        new ScriptedApiServer(exchange -> ScriptedApiServer.answer(exchange, 200, small));
                KubernetesClient client = client(apiServer.url());
                LargeAnswers.Place taken = one.forCall()) {
            taken.take();

            assertThat(access(client).find("agent-0")).isPresent();
        }
    }

    @Test
    void aCallThatIsOverTakesNoPlaceAnyMore() {
        LargeAnswers.Place over = one.forCall();
        over.close();
        over.take();

        try (LargeAnswers.Place next = one.forCall()) {
            next.take();
        }
    }

    private ResourceAccess<Agent> access(KubernetesClient client) {
        return new ResourceAccess<>(client, Agent.class, "team-a", new PageReads(), one.forCall());
    }

    private static KubernetesClient client(URI url) {
        Config config = Config.empty();
        config.setMasterUrl(url.toString());
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new BlockingHttpClientFactory())
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor(ApiRequest.Observer.NAME, new ApiRequest.Observer()))
                .build();
    }

    private static void withoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] blanks = " ".repeat(MEBIBYTE).getBytes(StandardCharsets.US_ASCII);
        try (exchange) {
            // Until the other end is closed.
            while (true) {
                exchange.getResponseBody().write(blanks);
            }
        }
    }

    private static Agent agent(int number, int bytes) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withName("agent-" + number)
                .withNamespace("team-a")
                .build());
        AgentSpec spec = new AgentSpec();
        spec.setDisplayName("x".repeat(bytes));
        agent.setSpec(spec);
        return agent;
    }
}
