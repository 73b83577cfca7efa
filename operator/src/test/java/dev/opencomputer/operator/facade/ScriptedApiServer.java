/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.PublicSealingKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server of a test's own, which says what the test wants. */
public final class ScriptedApiServer implements AutoCloseable {

    /** One Agent of the namespace {@code team-a}, as the API server gives it. */
    static final String AGENT = """
            {"apiVersion": "opencomputer.dev/v1alpha1", "kind": "Agent", "spec": {"id": "resolver"},
             "metadata": {"name": "resolver", "namespace": "team-a", "uid": "u", "resourceVersion": "1",
              "generation": 1, "creationTimestamp": "2026-01-01T00:00:00Z"}}
            """;

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

    /** Says of one ConfigMap what the operator says in it when this is the key to seal with. */
    void publish(PublicSealingKey key) {
        server.createContext(
                "/api/v1/namespaces/" + Names.OPERATOR_NAMESPACE + "/configmaps/" + Names.PUBLIC_SEALING_KEYS,
                exchange -> answer(exchange, 200, """
                        {"apiVersion": "v1", "kind": "ConfigMap",
                         "metadata": {"name": "%s", "annotations": {"%s": "%s", "%s": "%s"}},
                         "data": {"%s": "%s"}}""".formatted(
                                Names.PUBLIC_SEALING_KEYS,
                                Annotations.CLUSTER_ID,
                                "cluster-1",
                                Names.CURRENT_KEY,
                                key.id(),
                                key.id(),
                                key.base64())));
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
