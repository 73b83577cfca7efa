/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.opencomputer.operator.api.Annotations;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorPublicationTest {

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer apiServer;

    @BeforeEach
    void start() throws IOException {
        apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        apiServer.createContext("/", this::publication);
        apiServer.start();
    }

    @AfterEach
    void stop() {
        apiServer.stop(0);
    }

    @Test
    void tellsWhichClusterThisIsByWhatWasReadAndAsksNobodyForIt() {
        Config config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + apiServer.getAddress().getPort());
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            OperatorPublication publication = new OperatorPublication(client, "opencomputer-system");

            assertThat(publication.clusterId()).isEmpty();
            assertThat(asked).hasValue(0);

            assertThat(publication.obstacle()).isEmpty();
            assertThat(publication.clusterId()).contains("cluster-1");
            assertThat(asked).hasValue(1);
        }
    }

    private void publication(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        byte[] body = """
                {"apiVersion": "v1", "kind": "ConfigMap",
                 "metadata": {"name": "keys", "annotations": {"%s": "cluster-1"}}}""".formatted(Annotations.CLUSTER_ID).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
