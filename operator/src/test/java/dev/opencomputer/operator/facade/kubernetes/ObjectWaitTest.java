/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.facade.ScriptedApiServer;
import dev.opencomputer.operator.facade.kubernetes.Awaited.End;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectWaitTest {

    /** Long enough for a machine that is busy; no test waits for its end. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<String> queries = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    private ScriptedApiServer server;
    private KubernetesClient client;

    /** What the server does with the watches, one after the other; then it is silent. */
    private interface Script {
        void answer(HttpExchange exchange, int number) throws IOException;
    }

    @AfterEach
    void stop() {
        end.countDown();
        client.close();
        server.close();
    }

    @Test
    void followsTheObjectFromTheVersionThatWasRead() throws Exception {
        start((exchange, number) -> watch(exchange, event("MODIFIED", "2", null), event("MODIFIED", "3", "Größe ✓")));

        Awaited<Agent> awaited = agents().await(agent("1"), ObjectWaitTest::isNamed, LONG);

        assertThat(awaited.end()).isEqualTo(End.REACHED);
        assertThat(awaited.object().getSpec().getDisplayName()).isEqualTo("Größe ✓");
        assertThat(queries)
                .singleElement()
                .satisfies(query -> assertThat(query)
                        .contains("fieldSelector=metadata.name=resolver", "resourceVersion=1", "timeoutSeconds=301"));
    }

    @Test
    void asksNothingWhereTheStateIsThereAlready() throws Exception {
        start((exchange, number) -> watch(exchange));

        assertThat(agents().await(agent("1"), agent -> true, LONG).end()).isEqualTo(End.REACHED);
        assertThat(queries).isEmpty();
    }

    @Test
    void putsTextTogetherWhateverItWasCutIn() throws Exception {
        byte[] text = event("MODIFIED", "2", "Größe ✓").getBytes(StandardCharsets.UTF_8);
        int middle = new String(text, StandardCharsets.ISO_8859_1).indexOf('\u00c3') + 1;
        start((exchange, number) -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write(event("MODIFIED", "2", null).getBytes(StandardCharsets.UTF_8));
            out.write(Arrays.copyOf(text, middle));
            out.flush();
            out.write(Arrays.copyOfRange(text, middle, text.length));
            out.flush();
            hold();
        });

        assertThat(agents().await(agent("1"), ObjectWaitTest::isNamed, LONG)
                        .object()
                        .getSpec()
                        .getDisplayName())
                .isEqualTo("Größe ✓");
    }

    @Test
    void isAtItsEndWhenTheObjectGoes() throws Exception {
        start((exchange, number) -> watch(exchange, event("DELETED", "2", null)));

        assertThat(agents().awaitGone(agent("1"), LONG).end()).isEqualTo(End.GONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 405})
    void isNoneForThoseWhoMayNotWatch(int status) throws Exception {
        start((exchange, number) -> ScriptedApiServer.answer(exchange, status, "{}"));

        Awaited<Agent> awaited = agents().await(agent("1"), ObjectWaitTest::isNamed, LONG);

        assertThat(awaited.end()).isEqualTo(End.NOT_WATCHED);
        assertThat(awaited.isWatched()).isFalse();
        assertThat(awaited.object().getMetadata().getResourceVersion()).isEqualTo("1");
    }

    @Test
    void beginsAnewFromWhatIsTrueWhenAWatchBreaks() throws Exception {
        start((exchange, number) -> {
            switch (number) {
                case 1 -> ScriptedApiServer.answer(exchange, 500, "{}");
                case 2 -> watchToTheEnd(exchange, """
                        {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "code": 410}}
                        """);
                case 3 -> watchToTheEnd(exchange, "not JSON\n");
                case 4 -> watchToTheEnd(exchange);
                default -> watch(exchange, event("MODIFIED", "9", "Resolver"));
            }
        });

        assertThat(agents().await(agent("1"), ObjectWaitTest::isNamed, LONG).end())
                .isEqualTo(End.REACHED);
        // What a read says in between is version 5.
        assertThat(queries)
                .hasSize(5)
                .last()
                .satisfies(query -> assertThat(query).contains("resourceVersion=5"));
    }

    @Test
    void isOverWhenItsTimeIs() throws Exception {
        start((exchange, number) -> watch(exchange, event("MODIFIED", "2", null)));

        Awaited<Agent> awaited = agents().await(agent("1"), ObjectWaitTest::isNamed, Duration.ZERO);

        assertThat(awaited.end()).isEqualTo(End.TIME_OVER);
        assertThat(awaited.isWatched()).isTrue();
    }

    @Test
    void isOverWhenTheFacadeStops() throws Exception {
        start((exchange, number) -> watch(exchange));
        Waits waits = new Waits();
        CompletableFuture<Awaited<Agent>> waiting = CompletableFuture.supplyAsync(
                () -> agents().within(waits.limits()).awaitAsAsked(agent("1"), ObjectWaitTest::isNamed, LONG));
        await().until(() -> !queries.isEmpty());

        waits.close();

        assertThat(waiting.join().end()).isEqualTo(End.NOT_WATCHED);
    }

    private static boolean isNamed(Agent agent) {
        return agent.getSpec().getDisplayName() != null;
    }

    private ResourceAccess<Agent> agents() {
        return new ResourceAccess<>(client, Agent.class, "team-a");
    }

    private void start(Script script) throws IOException {
        server = new ScriptedApiServer(exchange -> {
            String query = exchange.getRequestURI().getQuery();
            if (query == null) {
                ScriptedApiServer.answer(exchange, 200, object("5", null));
            } else {
                queries.add(query);
                script.answer(exchange, queries.size());
            }
        });
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(server.url().toString())
                .build();
        client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    private void watch(HttpExchange exchange, String... events) throws IOException {
        write(exchange, events);
        hold();
    }

    private static void watchToTheEnd(HttpExchange exchange, String... events) throws IOException {
        write(exchange, events);
        exchange.close();
    }

    private static void write(HttpExchange exchange, String... events) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        for (String event : events) {
            exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseBody().flush();
    }

    private void hold() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String event(String type, String version, String displayName) {
        return "{\"type\": \"" + type + "\", \"object\": " + object(version, displayName) + "}\n";
    }

    private static String object(String version, String displayName) {
        return "{\"apiVersion\": \"opencomputer.dev/v1alpha1\", \"kind\": \"Agent\", \"metadata\": {\"name\": \"resolver\","
                + " \"namespace\": \"team-a\", \"uid\": \"u\", \"resourceVersion\": \"" + version + "\"}, \"spec\": {"
                + (displayName == null ? "" : "\"displayName\": \"" + displayName + "\"") + "}}";
    }

    private static Agent agent(String version) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withName("resolver")
                .withNamespace("team-a")
                .withUid("u")
                .withResourceVersion(version)
                .build());
        agent.setSpec(new AgentSpec());
        return agent;
    }
}
