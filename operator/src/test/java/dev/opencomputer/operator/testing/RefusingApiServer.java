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
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before the API server, passes on what an operator sends, watches included, with that operator's rights, and refuses the status writes that a
 * test names.
 */
public final class RefusingApiServer implements AutoCloseable {

    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final Config behind;
    private final int which;
    private final int status;
    private volatile boolean refusesAll;
    private final AtomicInteger statusWrites = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client;
    private final HttpServer server;

    private RefusingApiServer(Config behind, int which, int status) throws IOException, GeneralSecurityException {
        this.behind = behind;
        this.which = which;
        this.status = status;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(SSLUtils.sslContext(behind))
                .build();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Stands before a cluster's API server.
     *
     * @param cluster the cluster
     * @param which which status write is refused, from 1
     * @param status what it is answered with
     */
    public static RefusingApiServer before(TestCluster cluster, int which, int status)
            throws IOException, GeneralSecurityException {
        return new RefusingApiServer(cluster.operatorConfig(), which, status);
    }

    /** How it is reached. */
    public Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withNamespace(behind.getNamespace())
                .build();
    }

    /** Stands before a cluster's API server, and refuses no status write before it is told so. */
    public static RefusingApiServer before(TestCluster cluster) throws IOException, GeneralSecurityException {
        return new RefusingApiServer(cluster.operatorConfig(), 0, 403);
    }

    /** Whether every status write is refused from now on. */
    public void refusesAll(boolean refuses) {
        refusesAll = refuses;
    }

    /** How many status writes came so far, the refused one included. */
    public int statusWrites() {
        return statusWrites.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("PATCH")
                    && exchange.getRequestURI().getPath().endsWith("/status")
                    && (statusWrites.incrementAndGet() == which || refusesAll)) {
                byte[] refusal = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d}"
                        .formatted(status)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, refusal.length);
                exchange.getResponseBody().write(refusal);
            } else if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
                // No web sockets here: the client then watches over plain HTTP, as through kubectl proxy.
                exchange.sendResponseHeaders(200, -1);
            } else {
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
