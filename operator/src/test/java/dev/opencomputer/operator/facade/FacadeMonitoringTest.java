/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.facade.kubernetes.CallLimits;
import dev.opencomputer.operator.testing.SpanReceiver;
import dev.opencomputer.operator.tracing.Tracing;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A facade without an API server, as one with a wrong kubeconfig is. */
class FacadeMonitoringTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private Facade facade;
    private HttpCaller caller;

    @BeforeEach
    void start() throws IOException {
        facade = Facade.start(options());
        caller = new HttpCaller(facade.url(), Optional.of("ock_of-nobody"));
    }

    @AfterEach
    void stop() {
        facade.close();
    }

    @Test
    void isAliveAndNotReadyAsLongAsTheApiServerWasNeverReached() throws Exception {
        assertThat(monitoring("/livez").statusCode()).isEqualTo(200);
        assertThat(monitoring("/readyz").statusCode()).isEqualTo(503);
        await().untilAsserted(() -> assertThat(monitoring("/readyz").body())
                .contains("the API server cannot be used yet", "did not answer at http://127.0.0.1"));
    }

    @Test
    void countsRequestsByRouteMethodAndStatusAndByNothingThatACallerMakesUp() throws Exception {
        caller.get("/v1/agents/resolver");
        caller.get("/v1/agents/another");
        caller.put("/v1/agents/resolver/secrets/KEY", "{}");
        caller.get("/nowhere/at/all");
        caller.send("BREW", "/v1/agents", "");

        await().untilAsserted(() -> assertThat(counts("opencomputer_facade_request_duration_seconds_count"))
                .containsExactlyInAnyOrder(
                        "{method=\"GET\",route=\"/v1/agents/{id}\",status=\"4xx\"} 2",
                        "{method=\"PUT\",route=\"/v1/agents/{id}/secrets/{key}\",status=\"4xx\"} 1",
                        "{method=\"GET\",route=\"none\",status=\"4xx\"} 1",
                        "{method=\"other\",route=\"none\",status=\"4xx\"} 1"));
        assertThat(counts("opencomputer_facade_requests_total"))
                .contains(
                        "{code=\"401\",method=\"GET\",route=\"/v1/agents/{id}\"} 2.0",
                        "{code=\"401\",method=\"PUT\",route=\"/v1/agents/{id}/secrets/{key}\"} 1.0",
                        "{code=\"404\",method=\"GET\",route=\"none\"} 1.0",
                        "{code=\"405\",method=\"other\",route=\"none\"} 1.0");
        await().untilAsserted(() ->
                assertThat(monitoring("/metrics").body()).contains("opencomputer_facade_requests_in_flight 0.0"));
    }

    @Test
    void answersEachRequestWithItsId() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(facade.url().resolve("/v1/agents"))
                .header("X-Request-Id", "build-17")
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("X-Request-Id")).contains("build-17");
        assertThat(caller.get("/nowhere").header("X-Request-Id")).matches("[0-9a-f-]{36}");
    }

    @Test
    void servesMetricsAndTheApiOnPortsOfTheirOwn() throws Exception {
        assertThat(caller.get("/metrics").status()).isEqualTo(404);
        assertThat(monitoring("/v1/agents").statusCode()).isEqualTo(404);
    }

    @Test
    void showsARequestInTheTraceOfItsCallerByItsRoute() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        try (SpanReceiver receiver = SpanReceiver.start()) {
            Tracing tracing = Tracing.from(receiver.environment(), "opencomputer-facade");
            try (Facade traced = Facade.start(options(), tracing, CallLimits.REQUEST)) {
                HttpRequest request = HttpRequest.newBuilder(traced.url().resolve("/v1/agents/resolver"))
                        .header("X-API-Key", "ock_of-nobody")
                        .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                        .build();
                HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            }

            assertThat(receiver.received())
                    .contains("opencomputer-facade", "GET /v1/agents/{id}", "401")
                    .contains(new String(HexFormat.of().parseHex(trace), StandardCharsets.ISO_8859_1))
                    .doesNotContain("ock_of-nobody", "resolver");
        }
    }

    private List<String> counts(String name) throws Exception {
        return monitoring("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .toList();
    }

    private HttpResponse<String> monitoring(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(facade.monitoringUrl() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private FacadeOptions options() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.yaml"), "keys: []");
        Config config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + portOfNobody());
        return FacadeOptions.of(config, "opencomputer-system", keys).withLimits(TestFacade.LIMITS);
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
