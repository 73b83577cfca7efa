/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a server, and can answer a PUT by itself, as badly as a server may: with all that it was sent. */
final class RepeatingProxy implements AutoCloseable {

    /** What becomes of a PUT; an error's text is the body that was sent. */
    enum Mood {
        /** It is passed on. */
        GOOD,
        /** It fails with 500. */
        REPEATS_WITH_500,
        /** It is refused with 400. */
        REPEATS_WITH_400,
        /** It is answered with 200 and what cannot be understood: its body in an array. */
        REPEATS_WITH_200,
        /** The connection is cut. */
        CUTS
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI behind;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private volatile Mood mood = Mood.GOOD;

    RepeatingProxy(URI behind) {
        this.behind = behind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not listen", failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What becomes of PUTs from now on. */
    void is(Mood next) {
        mood = next;
    }

    /** All that it was ever sent. */
    String sent() {
        return String.join("\n", bodies);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            bodies.add(new String(body, StandardCharsets.UTF_8));
            Mood now = exchange.getRequestMethod().equals("PUT") ? mood : Mood.GOOD;
            switch (now) {
                case GOOD -> passOn(exchange, body);
                case REPEATS_WITH_500 -> repeat(exchange, 500, body);
                case REPEATS_WITH_400 -> repeat(exchange, 400, body);
                case REPEATS_WITH_200 -> repeat(exchange, 200, body);
                case CUTS -> {
                    // Closed without an answer.
                }
            }
        }
    }

    private static void repeat(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        String sent = new String(body, StandardCharsets.UTF_8);
        byte[] answer = (status == 200
                        ? "[" + sent + "]"
                        : JSON.createObjectNode()
                                .put("error", "invalid request: " + sent)
                                .toString())
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
    }

    private void passOn(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                .header("X-API-Key", exchange.getRequestHeaders().getFirst("X-API-Key"));
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
