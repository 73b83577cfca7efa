/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.opencomputer.operator.testing.ForwardProxy;
import dev.opencomputer.operator.testing.TestAuthority;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockingHttpClientTest {

    private static final TestAuthority AUTHORITY = TestAuthority.named("cluster");
    private static final int PATIENCE_MILLIS = 20_000;

    /** Longer than any test may take. */
    private static final int VERY_SLOW_MILLIS = 120_000;

    @TempDir
    private Path folder;

    private WireMockServer server;

    @BeforeEach
    void start() {
        server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(AUTHORITY
                        .serverKeyStore(folder.resolve("server.p12"), "localhost")
                        .toString())
                .keystoreType("PKCS12")
                .keystorePassword(TestAuthority.PASSWORD)
                .keyManagerPassword(TestAuthority.PASSWORD));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withBody("{}")));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void answersOnTheThreadThatAsks() throws Exception {
        try (KubernetesClient client = client(config())) {
            HttpClient http = client.getHttpClient();
            CompletableFuture<HttpResponse<byte[]>> answer =
                    http.sendAsync(http.newHttpRequestBuilder().uri(url("/")).build(), byte[].class);
            assertThat(answer).as("before anybody waits for it").isDone();
            assertThat(answer.get().body()).asString().isEqualTo("{}");
        }
    }

    @Test
    void endsAnAnswerThatTricklesBeyondItsTime() {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse().withBody("{\"much\": 1}").withChunkedDribbleDelay(600, VERY_SLOW_MILLIS)));
        Config config = config();
        config.setRequestTimeout(1_000);
        try (KubernetesClient client = client(config)) {
            assertThatThrownBy(() -> client.raw("/slow"))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasStackTraceContaining("SocketTimeoutException");
        }
    }

    @Test
    void sendsAGetOnceMoreWhenItsConnectionBreaks() {
        breakingAtFirst();
        try (KubernetesClient client = client(config())) {
            assertThat(client.raw("/broken")).isEqualTo("{}");
            server.verify(2, getRequestedFor(urlEqualTo("/broken")));
        }
    }

    @Test
    void sendsNothingElseTwice() {
        breakingAtFirst();
        try (KubernetesClient client = client(config())) {
            assertThatThrownBy(() -> client.raw("/broken", "POST", Map.of()))
                    .isInstanceOf(KubernetesClientException.class);
            server.verify(1, postRequestedFor(urlEqualTo("/broken")));
        }
    }

    @Test
    void leavesItToTheCallerToAskAgainWhatIsBusy() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
        try (KubernetesClient client = client(config())) {
            assertThatThrownBy(() -> client.raw("/busy")).isInstanceOf(KubernetesClientException.class);
            server.verify(1, getRequestedFor(urlEqualTo("/busy")));
        }
    }

    @Test
    void followsNobodyElsewhere() {
        server.stubFor(get("/here").willReturn(aResponse().withStatus(302).withHeader("Location", url("/elsewhere"))));
        try (KubernetesClient client = client(config())) {
            assertThatThrownBy(() -> client.raw("/here"))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(302));
            server.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
        }
    }

    @Test
    void readsAStreamAsItComesAndEndsItsConnectionWhenItIsCancelled() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                KubernetesClient client = client(config())) {
            CompletableFuture<Integer> afterwards =
                    CompletableFuture.supplyAsync(() -> sendFirstPiece(endless), work -> new Thread(work).start());
            HttpClient http = client.getHttpClient();
            HttpResponse<AsyncBody> answer = http.consumeBytes(
                            http.newHttpRequestBuilder()
                                    .uri("http://127.0.0.1:" + endless.getLocalPort())
                                    .forStreaming()
                                    .build(),
                            (pieces, body) -> {
                                pieces.forEach(piece -> first.complete(
                                        StandardCharsets.UTF_8.decode(piece).toString()));
                                body.consume();
                            })
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            answer.body().consume();
            assertThat(first.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("first\n");
            assertThat(answer.body().done()).isNotDone();
            answer.body().cancel();
            assertThat(answer.body().done()).isCancelled();
            assertThat(afterwards.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                    .as("what the server reads then: the end")
                    .isNegative();
        }
    }

    @Test
    void endsAStreamThatIsGivenUpBeforeItsHeadersAreThere() throws Exception {
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                KubernetesClient client = client(config())) {
            CompletableFuture<Integer> afterwards = CompletableFuture.supplyAsync(
                    () -> answer(silent, "", () -> asked.complete(true)), work -> new Thread(work).start());
            HttpClient http = client.getHttpClient();
            CompletableFuture<HttpResponse<AsyncBody>> answer = http.consumeBytes(
                    http.newHttpRequestBuilder()
                            .uri("http://127.0.0.1:" + silent.getLocalPort())
                            .forStreaming()
                            .build(),
                    (pieces, body) -> body.consume());
            assertThat(asked.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();

            answer.cancel(true);

            assertThat(afterwards.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                    .as("what the server reads then: the end")
                    .isNegative();
        }
    }

    @Test
    void anErrorOfWhoReadsAStreamEndsIt() throws Exception {
        server.stubFor(get("/long").willReturn(aResponse().withBody("one\ntwo\n")));
        try (KubernetesClient client = client(config())) {
            HttpClient http = client.getHttpClient();
            AsyncBody body = http.consumeBytes(
                            http.newHttpRequestBuilder()
                                    .uri(url("/long"))
                                    .forStreaming()
                                    .build(),
                            (pieces, unused) -> {
                                throw new StackOverflowError();
                            })
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .body();
            body.consume();

            assertThatThrownBy(() -> body.done().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                    .hasCauseInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void givesALongAnswerPieceByPiece() throws Exception {
        String text = "0123456789".repeat(100_000);
        server.stubFor(get("/long").willReturn(aResponse().withBody(text)));
        try (KubernetesClient client = client(config())) {
            HttpClient http = client.getHttpClient();
            try (InputStream in = http.sendAsync(
                            http.newHttpRequestBuilder().uri(url("/long")).build(), InputStream.class)
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .body()) {
                assertThat(in).hasContent(text);
            }
        }
    }

    @Test
    void trustsWhomTheConfigurationTrusts() {
        try (KubernetesClient client = client(https("localhost", AUTHORITY))) {
            assertThat(client.raw("/")).isEqualTo("{}");
        }
    }

    @Test
    void trustsNobodyElse() {
        try (KubernetesClient client = client(https("localhost", TestAuthority.named("cluster")))) {
            assertThatThrownBy(() -> client.raw("/")).hasStackTraceContaining("SSLHandshakeException");
        }
    }

    @Test
    void comparesTheCertificateWithTheHost() {
        try (KubernetesClient client = client(https("127.0.0.1", AUTHORITY))) {
            assertThatThrownBy(() -> client.raw("/")).hasStackTraceContaining("127.0.0.1");
        }
    }

    @Test
    void comparesItWithTheNameThatTheConfigurationGivesInstead() {
        Config config = https("127.0.0.1", AUTHORITY);
        config.setTlsServerName("localhost");
        try (KubernetesClient client = client(config)) {
            assertThat(client.raw("/")).isEqualTo("{}");
        }
    }

    @Test
    void trustsAnybodyWhereTheConfigurationDoes() {
        Config config = https("127.0.0.1", TestAuthority.named("other"));
        config.setTrustCerts(true);
        try (KubernetesClient client = client(config)) {
            assertThat(client.raw("/")).isEqualTo("{}");
        }
    }

    @Test
    void goesThroughTheProxyOfTheConfiguration() {
        try (ForwardProxy proxy = ForwardProxy.withLogin("me:secret")) {
            Config config = https("localhost", AUTHORITY);
            config.setHttpsProxy(proxy.url().toString());
            config.setProxyUsername("me");
            config.setProxyPassword("secret");
            try (KubernetesClient client = client(config)) {
                assertThat(client.raw("/")).isEqualTo("{}");
            }
            assertThat(proxy.asked()).contains("CONNECT localhost:" + server.httpsPort() + " HTTP/1.1");
        }
    }

    @Test
    void sendsNothingOnceItIsClosed() {
        KubernetesClient client = client(config());
        client.close();
        assertThatThrownBy(() -> client.raw("/late")).hasStackTraceContaining("Client already closed");
        server.verify(0, getRequestedFor(urlEqualTo("/late")));
    }

    /** Sends one piece of an answer without an end, and gives what comes from the client after its request. */
    private static int sendFirstPiece(ServerSocket server) {
        return answer(server, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nfirst\n\r\n", () -> {});
    }

    /** The same with what is sent, and what is done once the request is there. */
    private static int answer(ServerSocket server, String text, Runnable asked) {
        try (Socket connection = server.accept()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            String line = in.readLine();
            while (!line.isEmpty()) {
                line = in.readLine();
            }
            asked.run();
            connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return in.read();
        } catch (SocketException reset) {
            return -1;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void breakingAtFirst() {
        server.stubFor(any(urlEqualTo("/broken"))
                .inScenario("broken")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE))
                .willSetStateTo("well"));
        server.stubFor(any(urlEqualTo("/broken"))
                .inScenario("broken")
                .whenScenarioStateIs("well")
                .willReturn(aResponse().withBody("{}")));
    }

    private String url(String path) {
        return "http://localhost:" + server.port() + path;
    }

    private Config config() {
        Config config = Config.empty();
        config.setMasterUrl(url(""));
        config.setRequestTimeout(PATIENCE_MILLIS);
        config.setRequestRetryBackoffLimit(0);
        return config;
    }

    private Config https(String host, TestAuthority trusted) {
        Config config = config();
        config.setMasterUrl("https://" + host + ":" + server.httpsPort());
        config.setCaCertData(trusted.pem());
        return config;
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new BlockingHttpClientFactory())
                .build();
    }
}
