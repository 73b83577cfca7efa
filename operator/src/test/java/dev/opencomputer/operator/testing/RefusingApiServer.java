/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before the API server, and refuses the status writes that a test names; the rest is passed on. */
public final class RefusingApiServer implements AutoCloseable {

    private final int which;
    private final int status;
    private volatile boolean refusesAll;
    private final AtomicInteger statusWrites = new AtomicInteger();
    private final PassingApiServer server;

    private RefusingApiServer(Config behind, int which, int status) throws IOException, GeneralSecurityException {
        this.which = which;
        this.status = status;
        this.server = new PassingApiServer(behind, this::refuse);
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

    /** Stands before a cluster's API server, and refuses no status write before it is told so. */
    public static RefusingApiServer before(TestCluster cluster) throws IOException, GeneralSecurityException {
        return new RefusingApiServer(cluster.operatorConfig(), 0, 403);
    }

    /** How it is reached. */
    public Config config() {
        return server.config();
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
        server.close();
    }

    private boolean refuse(HttpExchange exchange) throws IOException {
        boolean refused = exchange.getRequestMethod().equals("PATCH")
                && exchange.getRequestURI().getPath().endsWith("/status")
                && (statusWrites.incrementAndGet() == which || refusesAll);
        if (refused) {
            byte[] refusal = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d}"
                    .formatted(status)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, refusal.length);
            exchange.getResponseBody().write(refusal);
        }
        return refused;
    }
}
