/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.opencomputer.OpenComputerClient;
import dev.opencomputer.operator.testing.SpanReceiver;
import dev.opencomputer.operator.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TracedCallTest {

    private static final String KEY = "osb_0123456789";

    private final List<Optional<String>> traceparents = new CopyOnWriteArrayList<>();

    @Test
    void takesTheTraceAlongToOpenComputerAndTheKeyNotIntoTheTrace() throws Exception {
        try (SpanReceiver receiver = SpanReceiver.start()) {
            try (Tracing tracing = Tracing.from(receiver.environment(), "test")) {
                callOverHttp(tracing);
            }

            String traceparent = traceparents.get(0).orElseThrow();
            assertThat(receiver.received())
                    .contains("list_stores", "opencomputer.connection", "team-a", "127.0.0.1")
                    .contains(new String(
                            HexFormat.of().parseHex(traceparent.split("-", -1)[1]), StandardCharsets.ISO_8859_1))
                    .doesNotContain(KEY);
        }
    }

    @Test
    void sendsNoHeaderWhereNobodyAskedForTraces() throws Exception {
        callOverHttp(Tracing.OFF);

        assertThat(traceparents).containsExactly(Optional.empty());
    }

    private void callOverHttp(Tracing tracing) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            traceparents.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent")));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("[]".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        UpstreamMetrics metrics =
                new UpstreamMetrics(new SimpleMeterRegistry(), tracing, Duration.ofHours(1), System::nanoTime);
        try (OpenComputerClient client = new OpenComputerClient(
                new ConnectionSettings(url, Optional.empty(), new ApiKey(KEY)),
                ClientOptions.defaults(),
                metrics.over("team-a"))) {
            assertThat(client.secretStores().list()).isEmpty();
        } finally {
            server.stop(0);
        }
    }
}
