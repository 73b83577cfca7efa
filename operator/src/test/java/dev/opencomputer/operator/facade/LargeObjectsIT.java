/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import dev.opencomputer.operator.testing.FacadeProgram;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents of a mebibyte, read and changed by many at one time, in a process with the memory of the chart's. */
class LargeObjectsIT {

    private static final int AGENTS = 24;
    private static final int READERS = 40;
    private static final int LISTS = 5;
    private static final int NO_ROOM = -1;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Almost a mebibyte. A character that is not of Latin-1 has Java keep two bytes for each of the others, too. */
    private static final byte[] ENVIRONMENT = IntStream.range(0, 1000)
            .mapToObj(number -> "\"NAME_" + number + "\":\"" + "x".repeat(1000) + "€\"")
            .collect(Collectors.joining(","))
            .getBytes(StandardCharsets.UTF_8);

    private static final Pattern NUMBER = Pattern.compile(".*/agents/agent-(\\d+)");
    private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");
    private static final Pattern CONTINUE = Pattern.compile("continue=(\\d+)");

    @TempDir
    private Path folder;

    @Test
    void noneOfThemEndsTheProcess() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Socket> slow = new ArrayList<>();
        try (ScriptedApiServer apiServer = new ScriptedApiServer(LargeObjectsIT::serve);
                ProgramProcess facade = facade(apiServer.url())) {
            URI url = facade.awaitUrl("Agents API at ");
            // They ask, and take nothing of what they get.
            for (int reader = 0; reader < READERS; reader++) {
                slow.add(asked(url));
            }
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int list = 0; list < LISTS; list++) {
                calls.add(() -> agentsOnceThereIsRoom(url));
            }
            for (int reader = 0; reader < READERS; reader++) {
                calls.add(() -> get(url, "/v1/agents/agent-7"));
                calls.add(() -> patch(url, "/v1/agents/agent-7"));
            }
            List<Future<Integer>> answers = threads.invokeAll(calls);

            for (Future<Integer> list : answers.subList(0, LISTS)) {
                assertThat(list.get()).isEqualTo(AGENTS);
            }
            for (Future<Integer> one : answers.subList(LISTS, answers.size())) {
                assertThat(one.get()).isIn(1, NO_ROOM);
            }
            for (Socket reader : slow) {
                reader.close();
            }
            await("room for a large object again")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> get(url, "/v1/agents/agent-7") == 1);
            assertThat(facade.output()).doesNotContain("OutOfMemory");
        } finally {
            threads.shutdownNow();
        }
    }

    private static int agentsOnceThereIsRoom(URI url) {
        return await("a list")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> get(url, "/v1/agents"), found -> found != NO_ROOM);
    }

    private static int patch(URI url, String path) throws IOException, InterruptedException {
        String change = "{\"config\":{\"env\":{" + new String(ENVIRONMENT, StandardCharsets.UTF_8) + "}}}";
        return ask(HttpRequest.newBuilder(URI.create(url + path))
                .method("PATCH", HttpRequest.BodyPublishers.ofString(change)));
    }

    private static int get(URI url, String path) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create(url + path)));
    }

    /** How many agents stand in an answer. It is read as it comes: several at a time are too much for this process. */
    private static int ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = HTTP.send(
                request.header("X-API-Key", TestFacade.KEY).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() == 503) {
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
                return NO_ROOM;
            }
            assertThat(response.statusCode()).isEqualTo(200);
            return agents(body);
        }
    }

    private static int agents(InputStream body) throws IOException {
        int agents = 0;
        try (JsonParser json = Json.MAPPER.getFactory().createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("id")) {
                    agents++;
                }
            }
        }
        return agents;
    }

    private static Socket asked(URI url) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream()
                .write(("GET /v1/agents/agent-7 HTTP/1.1\r\nHost: x\r\nX-API-Key: " + TestFacade.KEY + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private ProgramProcess facade(URI apiServer) {
        return FacadeProgram.start(
                List.of("-XX:TieredStopAtLevel=4", "-Xmx192m", "-XX:+ExitOnOutOfMemoryError"),
                apiServer,
                folder,
                Map.of(),
                TestFacade.KEY);
    }

    private static void serve(HttpExchange exchange) throws IOException {
        Matcher one = NUMBER.matcher(exchange.getRequestURI().getPath());
        var unused = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            if (one.matches()) {
                agent(out, Integer.parseInt(one.group(1)));
            } else {
                page(out, exchange.getRequestURI().getQuery());
            }
        } catch (IOException e) {
            // The facade had enough of it.
            exchange.close();
        }
    }

    private static void page(OutputStream out, String query) throws IOException {
        int from = number(CONTINUE, query).orElse(0);
        int end = Math.min(AGENTS, from + number(LIMIT, query).orElse(AGENTS));
        write(
                out,
                "{\"apiVersion\":\"opencomputer.dev/v1alpha1\",\"kind\":\"AgentList\",\"metadata\":{\"continue\":\""
                        + (end < AGENTS ? Integer.toString(end) : "") + "\"},\"items\":[");
        for (int number = from; number < end; number++) {
            write(out, number == from ? "" : ",");
            agent(out, number);
        }
        write(out, "]}");
    }

    private static void agent(OutputStream out, int number) throws IOException {
        write(out, """
                {"apiVersion": "opencomputer.dev/v1alpha1", "kind": "Agent",
                 "metadata": {"name": "agent-%1$d", "namespace": "team-a", "uid": "%1$d", "resourceVersion": "1",
                  "generation": 1, "creationTimestamp": "2026-01-01T00:00:00Z"},
                 "spec": {"config": {"env": {""".formatted(number));
        out.write(ENVIRONMENT);
        write(out, "}}}}");
    }

    private static Optional<Integer> number(Pattern pattern, String query) {
        return Optional.ofNullable(query)
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group(1)));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
