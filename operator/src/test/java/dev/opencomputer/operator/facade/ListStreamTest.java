/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.Config;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list goes from page to page of the API server to the caller, as the bytes on his connection show. */
class ListStreamTest {

    @TempDir
    private Path folder;

    /** The queries of the lists that were asked for. */
    private final List<String> queries = new CopyOnWriteArrayList<>();

    @Test
    void eachPageIsWithTheCallerBeforeTheNextIsThere() throws Exception {
        CountDownLatch firstWasRead = new CountDownLatch(1);
        CountDownLatch secondWasRead = new CountDownLatch(1);
        try (ScriptedApiServer apiServer = new ScriptedApiServer(exchange -> {
                    switch (page(exchange)) {
                        case 1 -> ScriptedApiServer.answer(exchange, 200, page("a1", "two"));
                        case 2 -> {
                            awaitOpen(firstWasRead);
                            ScriptedApiServer.answer(exchange, 200, page("a2", "three"));
                        }
                        default -> {
                            awaitOpen(secondWasRead);
                            ScriptedApiServer.answer(exchange, 200, page("a3", ""));
                        }
                    }
                });
                Facade facade = TestFacade.start(folder, apiServer.url());
                Socket caller = asked(facade.url())) {
            InputStream in = caller.getInputStream();

            readUntil(in, "\"id\":\"a1\"");
            firstWasRead.countDown();
            readUntil(in, "\"id\":\"a2\"");
            secondWasRead.countDown();

            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"id\":\"a3\"", "]}\n")
                    .endsWith("0\r\n\r\n");
            assertThat(queries)
                    .satisfiesExactly(
                            first -> assertThat(first).contains("limit=50").doesNotContain("continue="),
                            second -> assertThat(second).contains("limit=50", "continue=two"),
                            third -> assertThat(third).contains("limit=50", "continue=three"));
        }
    }

    @Test
    void aPageThatFailsOnTheWayBreaksTheConnection() throws Exception {
        try (ScriptedApiServer apiServer = new ScriptedApiServer(exchange -> {
                    if (page(exchange) == 1) {
                        ScriptedApiServer.answer(exchange, 200, page("a1", "two"));
                    } else {
                        ScriptedApiServer.answer(exchange, 500, "{}");
                    }
                });
                AccessLines log = AccessLines.collect();
                Facade facade = TestFacade.start(folder, apiServer.url());
                Socket caller = asked(facade.url())) {
            String answer = readToTheEnd(caller.getInputStream());

            assertThat(answer).startsWith("HTTP/1.1 200 OK").containsIgnoringCase("Transfer-Encoding: chunked");
            assertThat(answer)
                    .contains("\"id\":\"a1\"")
                    .doesNotContain("]}")
                    .doesNotContain("\"error\"")
                    .doesNotContain("\r\n0\r\n");
            // The failure is the facade's, and not the caller's who had nothing to do with it.
            await().untilAsserted(() -> assertThat(metrics(facade))
                    .contains(
                            "opencomputer_facade_requests_total{code=\"500\",method=\"GET\",route=\"/v1/agents\"} 1.0",
                            "_seconds_count{method=\"GET\",route=\"/v1/agents\",status=\"5xx\"} 1")
                    .doesNotContain("2xx"));
            await().untilAsserted(() -> assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.getFormattedMessage())
                        .contains(": 200 and broke off, ")
                        .doesNotContain("499");
                assertThat(line.getMDCPropertyMap())
                        .containsEntry("http.response.broke_off", "true")
                        .doesNotContainKey("client.gone");
            }));
        }
    }

    @Test
    void aFirstPageThatFailsIsAnErrorLikeAnyOther() throws Exception {
        try (ScriptedApiServer apiServer =
                        new ScriptedApiServer(exchange -> ScriptedApiServer.answer(exchange, 500, "{}"));
                Facade facade = TestFacade.start(folder, apiServer.url())) {
            Reply reply = new HttpCaller(facade.url(), Optional.of(TestFacade.KEY)).get("/v1/agents");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.errorType()).isEqualTo("internal_error");
        }
    }

    @Test
    void aTokenThatIsTooOldIsGone() throws Exception {
        try (ScriptedApiServer apiServer = new ScriptedApiServer(exchange -> ScriptedApiServer.answer(
                        exchange,
                        410,
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":410,\"reason\":\"Expired\"}"));
                Facade facade = TestFacade.start(folder, apiServer.url())) {
            Reply reply =
                    new HttpCaller(facade.url(), Optional.of(TestFacade.KEY)).get("/v1/agents?limit=5&continue=old");

            assertThat(reply.status()).isEqualTo(410);
            assertThat(reply.errorType()).isEqualTo("invalid_request");
            assertThat(reply.errorMessage()).contains("too old");
        }
    }

    @Test
    void whatNobodyTakesIsNotHeld() throws Exception {
        try (PagedApiServer apiServer = new PagedApiServer(largeAgents());
                Facade facade = TestFacade.start(folder, apiServer.url())) {
            // Of these agents no page has more than 25, and eleven are more than all that are on their way may have.
            for (int call = 0; call < 11; call++) {
                try (Socket caller = asked(facade.url(), "HEAD")) {
                    assertThat(readToTheEnd(caller.getInputStream())).startsWith("HTTP/1.1 200 OK");
                }
            }
            for (int call = 0; call < 11; call++) {
                try (Socket caller = asked(facade.url())) {
                    readUntil(caller.getInputStream(), "HTTP/1.1 ");
                }
            }

            HttpCaller caller = new HttpCaller(facade.url(), Optional.of(TestFacade.KEY));
            await().untilAsserted(() -> {
                Reply reply = caller.get("/v1/agents?limit=50");
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body().path("agents")).hasSize(25);
            });
        }
    }

    private static List<Agent> largeAgents() {
        Config config = new Config();
        config.setEnv(Map.of(
                "A", "x".repeat(32_768), "B", "x".repeat(32_768), "C", "x".repeat(32_768), "D", "x".repeat(32_768)));
        return IntStream.range(0, 50)
                .mapToObj(index -> {
                    Agent agent = new Agent();
                    agent.setMetadata(new ObjectMetaBuilder()
                            .withName("agent-" + index)
                            .withNamespace("team-a")
                            .withUid("uid-" + index)
                            .withResourceVersion("1")
                            .withGeneration(1L)
                            .withCreationTimestamp("2026-01-01T00:00:00Z")
                            .build());
                    agent.setSpec(new AgentSpec());
                    agent.getSpec().setConfig(config);
                    return agent;
                })
                .toList();
    }

    private int page(HttpExchange exchange) {
        queries.add(String.valueOf(exchange.getRequestURI().getQuery()));
        return queries.size();
    }

    private static String page(String name, String next) {
        return """
                {"apiVersion": "opencomputer.dev/v1alpha1", "kind": "AgentList", "metadata": {"continue": "%s"},
                 "items": [{"apiVersion": "opencomputer.dev/v1alpha1", "kind": "Agent", "spec": {},
                  "metadata": {"name": "%s", "namespace": "team-a", "uid": "%s", "resourceVersion": "1", "generation": 1,
                   "creationTimestamp": "2026-01-01T00:00:00Z"}}]}
                """.formatted(next, name, name);
    }

    private static String metrics(Facade facade) throws Exception {
        try (InputStream in =
                URI.create(facade.monitoringUrl() + "/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Socket asked(URI facade) throws IOException {
        return asked(facade, "GET");
    }

    private static Socket asked(URI facade, String method) throws IOException {
        Socket socket = new Socket(facade.getHost(), facade.getPort());
        socket.getOutputStream()
                .write((method + " /v1/agents HTTP/1.1\r\nHost: facade\r\nConnection: close\r\nX-API-Key: "
                                + TestFacade.KEY + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void readUntil(InputStream in, String text) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.UTF_8).contains(text)) {
            int next = in.read();
            assertThat(next).as("%s", read).isNotNegative();
            read.write(next);
        }
    }

    /** However the connection ended. */
    private static String readToTheEnd(InputStream in) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            in.transferTo(read);
        } catch (IOException reset) {
            // What came before it counts.
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    private static void awaitOpen(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
