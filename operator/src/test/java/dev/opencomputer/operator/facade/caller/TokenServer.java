/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** An API server that knows whose a token is, has no agents, and remembers what it was asked with. */
final class TokenServer implements AutoCloseable {

    private static final String REVIEWS = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

    private final Map<String, String> users = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> elsewhere = new AtomicReference<>();
    private final HttpServer server;

    TokenServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** One request: what it asked for, and with what it logged in. */
    record Seen(String path, Optional<String> authorization, List<String> otherLogins, InetSocketAddress connection) {}

    /** How it is reached. */
    Config config() {
        Config config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + server.getAddress().getPort());
        return config;
    }

    /** Sends everybody to another server. */
    void sendsTo(TokenServer other) {
        elsewhere.set("http://127.0.0.1:" + other.server.getAddress().getPort());
    }

    /** A token is somebody's from now on. */
    void knows(String token, String user) {
        users.put(token, user);
    }

    /** It is nobody's any more. */
    void revokes(String token) {
        users.remove(token);
    }

    List<Seen> seen() {
        return seen;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var unused = exchange.getRequestBody().readAllBytes();
            Optional<String> authorization =
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
            seen.add(new Seen(
                    exchange.getRequestURI().getPath(),
                    authorization,
                    exchange.getRequestHeaders().keySet().stream()
                            .map(name -> name.toLowerCase(Locale.ROOT))
                            .filter(name -> name.startsWith("impersonate-") || name.startsWith("x-remote-"))
                            .toList(),
                    exchange.getRemoteAddress()));
            if (elsewhere.get() != null) {
                exchange.getResponseHeaders().set("Location", elsewhere.get() + exchange.getRequestURI());
                exchange.sendResponseHeaders(307, -1);
                return;
            }
            Optional<String> user = authorization.map(text -> users.get(text.replace("Bearer ", "")));
            boolean review = exchange.getRequestURI().getPath().equals(REVIEWS);
            if (user.isEmpty()) {
                send(exchange, 401, status(401, "Unauthorized"));
            } else if (review && user.get().startsWith("forbidden")) {
                send(exchange, 403, status(403, "User \\\"" + user.get() + "\\\" cannot create"));
            } else if (review) {
                send(exchange, 201, """
                        {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview",
                         "status": {"userInfo": {"username": "%s"}}}""".formatted(user.get()));
            } else {
                send(exchange, 404, status(404, "agents.opencomputer.dev \\\"any\\\" not found"));
            }
        }
    }

    private static String status(int code, String message) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + code + ",\"message\":\""
                + message + "\"}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
