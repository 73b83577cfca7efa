/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** An API server in which there is no agent and no secret. */
final class FakeApiServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch go;
    private final AtomicBoolean asked = new AtomicBoolean();

    private FakeApiServer(HttpServer server, CountDownLatch go) {
        this.server = server;
        this.go = go;
    }

    /** Answers at once. */
    static FakeApiServer start() throws IOException {
        return start(new CountDownLatch(0));
    }

    /** Answers what is asked about agents when the latch opens. */
    static FakeApiServer start(CountDownLatch go) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeApiServer api = new FakeApiServer(server, go);
        server.setExecutor(api.threads);
        server.createContext("/", api::answer);
        server.start();
        return api;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Whether anything about agents has been asked. */
    boolean wasAsked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean isList = path.endsWith("/agents") && exchange.getRequestMethod().equals("GET");
        if (path.contains("/agents")) {
            asked.set(true);
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] body = (isList
                        ? "{\"apiVersion\":\"opencomputer.dev/v1alpha1\",\"kind\":\"AgentList\",\"metadata\":{},"
                                + "\"items\":[]}"
                        : "{\"apiVersion\":\"v1\",\"kind\":\"Status\",\"code\":404,\"message\":\"not found\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(isList ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        go.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
