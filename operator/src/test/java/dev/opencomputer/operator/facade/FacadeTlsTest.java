/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.connection.Limits;
import dev.opencomputer.operator.facade.tls.TestCertificates;
import dev.opencomputer.operator.facade.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacadeTlsTest {

    private static final String GOOD =
            "GET /v1/agents HTTP/1.1\r\nHost: b\r\nX-API-Key: " + TestFacade.KEY + "\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path folder;

    private FakeApiServer apiServer;
    private TestCertificates pair;
    private TlsFiles files;

    @BeforeEach
    void prepare() throws Exception {
        apiServer = FakeApiServer.start();
        pair = TestCertificates.of("a", "EC");
        files = pair.write(folder.resolve("tls"));
    }

    @AfterEach
    void stop() {
        apiServer.close();
    }

    @Test
    void servesHttpsWithTheCertificateOfTheFiles() throws Exception {
        try (Facade facade = start(TestFacade.LIMITS)) {
            assertThat(facade.url().getScheme()).isEqualTo("https");
            assertThat(facade.monitoringUrl().getScheme()).isEqualTo("http");
            assertThat(ask(facade, "TLSv1.3").status()).isEqualTo(200);
            assertThat(ask(facade, "TLSv1.2").status()).isEqualTo(200);
            assertThatExceptionOfType(SSLException.class).isThrownBy(() -> ask(facade, "TLSv1.1"));
            assertThat(metrics(facade))
                    .containsPattern("opencomputer_facade_certificate_expiry_timestamp_seconds 1\\.\\d+E9");
        }
    }

    @Test
    void aHandshakeThatDoesNotComeWholeEndsTheConnection() throws Exception {
        try (Facade facade = start(TestFacade.LIMITS.with(to -> to.firstHead(Duration.ofMillis(300))));
                RawHttp silent = RawHttp.connect(facade.url());
                RawHttp slow = RawHttp.connect(facade.url())) {
            slow.send("\u0016\u0003\u0001\u0002");

            assertThat(silent.isClosedByTheServer()).isTrue();
            assertThat(slow.isClosedByTheServer()).isTrue();
        }
    }

    @Test
    void doesNotStartWithFilesThatCannotBeUsed() throws Exception {
        Files.writeString(files.key(), "nonsense");

        assertThatExceptionOfType(FacadeStartException.class)
                .isThrownBy(() -> start(TestFacade.LIMITS).close())
                .withMessage(
                        "The certificate for TLS cannot be used: " + files.key() + " holds no private key in PEM.");
    }

    private Facade start(Limits limits) throws Exception {
        return Facade.start(TestFacade.options(folder, apiServer.url())
                .with(to -> to.tls(Optional.of(files)).limits(limits)));
    }

    private RawHttp.Reply ask(Facade facade, String protocol) throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket) trusting()
                .getSocketFactory()
                .createSocket(facade.url().getHost(), facade.url().getPort());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        try (RawHttp http = RawHttp.over(socket)) {
            http.send(GOOD);
            return http.reply();
        }
    }

    private SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, new char[0]);
        known.setCertificateEntry("facade", pair.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String metrics(Facade facade) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(facade.monitoringUrl() + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
