/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unauthorised;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unintelligible;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unreachable;
import dev.opencomputer.operator.testing.ForwardProxy;
import dev.opencomputer.operator.testing.TestAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with a certificate of a private authority, and one behind a proxy. */
class PrivateNetworkTest {

    private static final TestAuthority AUTHORITY = TestAuthority.named("private");
    private static final String KEY = "osb_canary-api-key-77f0";

    private static WireMockServer server;

    private Optional<OpenComputerClient> client = Optional.empty();

    @BeforeAll
    static void start(@TempDir Path folder) {
        Path keys = AUTHORITY.serverKeyStore(folder.resolve("server.p12"), "localhost");
        server = new WireMockServer(options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(keys.toString())
                .keystoreType("PKCS12")
                .keystorePassword(TestAuthority.PASSWORD)
                .keyManagerPassword(TestAuthority.PASSWORD));
        server.start();
    }

    @BeforeEach
    void answer() {
        server.stubFor(any(anyUrl()).willReturn(okJson("[]")));
    }

    @AfterEach
    void end() {
        client.ifPresent(OpenComputerClient::close);
        server.resetAll();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @Test
    void trustsTheAuthorityThatItWasGiven() throws Exception {
        assertThat(stores(https("localhost"), ca(AUTHORITY), Optional.empty()).list())
                .isEmpty();
    }

    @Test
    void trustsAnAuthorityThatIsOneOfSeveral() throws Exception {
        CaBundle both = CaBundle.of(TestAuthority.named("other").pem() + AUTHORITY.pem());

        assertThat(stores(https("localhost"), Optional.of(both), Optional.empty())
                        .list())
                .isEmpty();
    }

    @Test
    void doesNotTrustAPrivateAuthorityByItself() {
        assertNotTrusted(stores(https("localhost"), Optional.empty(), Optional.empty()));
    }

    @Test
    void doesNotTrustAnotherAuthorityOfTheSameName() {
        assertNotTrusted(stores(https("localhost"), ca(TestAuthority.named("private")), Optional.empty()));
    }

    @Test
    void doesNotTrustACertificateForAnotherHost() {
        assertNotTrusted(stores(https("127.0.0.1"), ca(AUTHORITY), Optional.empty()));
    }

    @Test
    void speaksThroughAProxyThatSeesNothingOfIt() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.open()) {
            // Only the proxy knows where that host is.
            stores(https("localhost"), ca(AUTHORITY), proxy(proxy.url())).list();

            assertThat(proxy.asked())
                    .contains("CONNECT localhost:" + server.httpsPort() + " HTTP/1.1")
                    .noneMatch(line -> line.contains(KEY) || line.contains("secret-stores"));
            server.verify(1, getRequestedFor(urlEqualTo("/api/secret-stores")));
        }
    }

    @Test
    void checksTheServersCertificateBehindAProxyToo() {
        try (ForwardProxy proxy = ForwardProxy.open()) {
            assertNotTrusted(stores(https("localhost"), Optional.empty(), proxy(proxy.url())));
        }
    }

    @Test
    void reachesAPlainServerThroughAProxy() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.open()) {
            URI url = URI.create("http://only-the-proxy-knows.invalid:" + server.port());

            assertThat(stores(url, Optional.empty(), proxy(proxy.url())).list()).isEmpty();

            assertThat(proxy.asked()).contains("GET " + url + "/api/secret-stores HTTP/1.1");
        }
    }

    @Test
    void logsInAtAProxyAndTellsItsServersNothingOfThat() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.withLogin("team:pass:word")) {
            URI url = URI.create(
                    "http://team:pass%3Aword@127.0.0.1:" + proxy.url().getPort());

            stores(https("localhost"), ca(AUTHORITY), proxy(url)).list();

            assertThat(server.findAll(getRequestedFor(anyUrl())))
                    .hasSize(1)
                    .noneMatch(request -> request.containsHeader("Proxy-Authorization"))
                    .noneMatch(request -> request.containsHeader("Authorization"));
        }
    }

    @Test
    void doesNotAnswerAServerThatAsksForTheProxysLogIn() {
        server.stubFor(
                any(anyUrl()).willReturn(unauthorized().withHeader("WWW-Authenticate", "Basic realm=\"proxy\"")));
        try (ForwardProxy proxy = ForwardProxy.withLogin("team:word")) {
            URI url = URI.create("http://team:word@127.0.0.1:" + proxy.url().getPort());

            assertThat(failureOf(() -> stores(https("localhost"), ca(AUTHORITY), proxy(url))
                            .list()))
                    .isInstanceOf(Unauthorised.class);

            String login =
                    Base64.getEncoder().encodeToString("team:word".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(server.findAll(getRequestedFor(anyUrl())))
                    .hasSize(1)
                    .noneMatch(request -> request.getHeaders().toString().contains(login));
        }
    }

    @Test
    void saysThatTheProxyWantsALogIn() {
        try (ForwardProxy proxy = ForwardProxy.withLogin("team:word")) {
            OpenComputerException failure =
                    failureOf(() -> stores(https("localhost"), ca(AUTHORITY), proxy(proxy.url()))
                            .create("a", Optional.empty()));

            assertThat(failure)
                    .isInstanceOf(Unreachable.class)
                    .hasMessageContaining("its proxy wants another log-in than it got (407)")
                    .hasMessageContaining(proxy.url().toString());
            assertThat(failure.mayHaveBeenCarriedOut()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "401 Unauthorized", "404 Not Found", "502 Bad Gateway", "429 Slow Down"})
    void takesAProxysRefusalNotForTheServersAnswer(String status) {
        try (ForwardProxy proxy = ForwardProxy.refusing(status)) {
            OpenComputerException failure =
                    failureOf(() -> stores(https("localhost"), ca(AUTHORITY), proxy(proxy.url()))
                            .create("a", Optional.empty()));

            assertThat(failure)
                    .isInstanceOf(Unreachable.class)
                    .hasMessageContaining("its proxy does not let the call through (" + status.substring(0, 3) + ")");
            assertThat(failure.mayHaveBeenCarriedOut()).isFalse();
        }
    }

    @Test
    void saysThatTheProxyIsNotThere() {
        URI nowhere;
        try (ForwardProxy proxy = ForwardProxy.open()) {
            nowhere = proxy.url();
        }

        assertThat(failureOf(() -> stores(https("localhost"), ca(AUTHORITY), proxy(nowhere))
                        .list()))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("no connection to its proxy could be made")
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    void followsNoRedirectWithTheKey() {
        server.stubFor(any(urlEqualTo("/api/secret-stores"))
                .willReturn(temporaryRedirect("https://localhost:" + server.httpsPort() + "/elsewhere")));

        assertThat(failureOf(() -> stores(https("localhost"), ca(AUTHORITY), Optional.empty())
                        .list()))
                .isInstanceOf(Unintelligible.class);

        server.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
    }

    private static void assertNotTrusted(SecretStores stores) {
        assertThat(failureOf(stores::list))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("the certificate is not one to trust for this host");
        server.verify(0, getRequestedFor(anyUrl()));
    }

    private static OpenComputerException failureOf(ThrowingCallable call) {
        return catchThrowableOfType(OpenComputerException.class, call);
    }

    private static URI https(String host) {
        return URI.create("https://" + host + ":" + server.httpsPort());
    }

    private static Optional<CaBundle> ca(TestAuthority authority) {
        return Optional.of(CaBundle.of(authority.pem()));
    }

    private static Optional<ProxyServer> proxy(URI url) {
        return Optional.of(ProxyServer.of(url));
    }

    private SecretStores stores(URI url, Optional<CaBundle> ca, Optional<ProxyServer> proxy) {
        client = Optional.of(new OpenComputerClient(
                new ConnectionSettings(url, Optional.empty(), new ApiKey(KEY), ca, proxy),
                StubbedServer.quick(),
                CallObserver.NONE));
        return client.get().secretStores();
    }
}
