/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server of a test's own, which says what the test wants. */
public final class ScriptedApiServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Answers all requests for objects of our kinds; knows nothing else but that each token is Ann's. */
    public ScriptedApiServer(HttpHandler objects) throws IOException {
        this(0, objects);
    }

    /** The same on a port, where a former one may have been. */
    ScriptedApiServer(int port, HttpHandler objects) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, 404, "{}"));
        server.createContext("/apis/authentication.k8s.io/", exchange -> answer(exchange, 201, """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview",
                 "status": {"userInfo": {"username": "ann"}}}"""));
        server.createContext("/apis/opencomputer.dev/", objects);
        server.start();
    }

    /** Where it is. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers with JSON. */
    public static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
