/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before the API server, and passes on what an operator sends, watches included, with that operator's rights; but
 * for what a test does to a request.
 */
final class PassingApiServer implements AutoCloseable {

    /** What a test does to requests. */
    interface Interference {

        /** Whether it has dealt with a request, which is not passed on then. */
        boolean before(HttpExchange exchange) throws IOException, InterruptedException;

        /** Whether it keeps the answer of a request that was carried out. */
        default boolean after(HttpExchange exchange) throws InterruptedException {
            return false;
        }
    }

    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final Config behind;
    private final Interference interference;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client;
    private final HttpServer server;

    /** Stands before what a configuration reaches. */
    PassingApiServer(Config behind, Interference interference) throws IOException, GeneralSecurityException {
        this.behind = behind;
        this.interference = interference;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(SSLUtils.sslContext(behind))
                .build();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** How it is reached. */
    Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withNamespace(behind.getNamespace())
                .build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
                // No web sockets here: the client then watches over plain HTTP, as through kubectl proxy.
                exchange.sendResponseHeaders(200, -1);
            } else if (!interference.before(exchange)) {
                passOn(exchange);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void passOn(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(behind.getMasterUrl()).resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(lower) && !lower.startsWith("sec-websocket")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        // The client sends no token over plain HTTP; here is where the operator's is known.
        request.setHeader(
                "Authorization", "Bearer " + behind.getOauthTokenProvider().getToken());
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (interference.after(exchange)) {
            return;
        }
        exchange.getResponseHeaders()
                .put(
                        "Content-Type",
                        List.of(response.headers().firstValue("Content-Type").orElse("application/json")));
        exchange.sendResponseHeaders(response.statusCode(), 0);
        try (InputStream from = response.body();
                OutputStream to = exchange.getResponseBody()) {
            byte[] buffer = new byte[8192];
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                // A watch's event must not wait for the next.
                to.flush();
            }
        }
    }
}
