/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.opencomputer.operator.facade.caller.TrustedProxies;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {

    @TempDir
    private Path folder;

    private final CountDownLatch go = new CountDownLatch(1);
    private AccessLines log;
    private FakeApiServer apiServer;
    private Facade facade;

    @BeforeEach
    void start() throws Exception {
        apiServer = FakeApiServer.start(go);
        facade = TestFacade.start(folder, apiServer.url());
        log = AccessLines.collect();
    }

    @AfterEach
    void stop() {
        log.close();
        facade.close();
        apiServer.close();
    }

    @Test
    void tellsOfEachRequestInFieldsAndInASentence() {
        ask("PUT /v1/agents/resolver/secrets/KEY?note=hidden HTTP/1.1\r\nHost: a\r\nUser-Agent: t/1\u00e9\t(x)\r\n"
                + "X-API-Key: " + TestFacade.KEY + "\r\nX-Request-Id: r-1\r\nContent-Length: 13\r\n"
                + "Connection: close\r\n\r\n{\"value\":\"v\"}");

        ILoggingEvent line = line();
        assertThat(line.getLevel()).isEqualTo(Level.INFO);
        assertThat(line.getFormattedMessage())
                .startsWith("PUT /v1/agents/resolver/secrets/KEY")
                .contains(": 404, ", "from 127.0.0.1 with t/1?")
                .doesNotContain("hidden", TestFacade.KEY, "\t");
        assertThat(line.getMDCPropertyMap())
                .containsEntry("http.request.method", "PUT")
                .containsEntry("http.route", "/v1/agents/{id}/secrets/{key}")
                .containsEntry("url.path", "/v1/agents/resolver/secrets/KEY")
                .containsEntry("http.response.status_code", "404")
                .containsEntry("request.id", "r-1")
                .containsEntry("client.address", "127.0.0.1")
                .containsEntry("network.peer.address", "127.0.0.1")
                .containsKeys("duration_ms", "http.response.body.size");
    }

    @Test
    void namesTheClientBehindATrustedProxyAndTheProxy() throws Exception {
        facade.close();
        facade = Facade.start(TestFacade.options(folder, apiServer.url())
                .withTrustedProxies(TrustedProxies.of(List.of("127.0.0.0/8"))));

        ask("GET /nothing HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.1, 2001:db8::7\r\nX-API-Key: "
                + TestFacade.KEY + "\r\nConnection: close\r\n\r\n");

        assertThat(line().getFormattedMessage()).contains("from 2001:db8:0:0:0:0:0:7 through 127.0.0.1");
        assertThat(line().getMDCPropertyMap())
                .containsEntry("client.address", "2001:db8:0:0:0:0:0:7")
                .containsEntry("network.peer.address", "127.0.0.1");
    }

    @Test
    void believesNobodyElseWhoTheClientIs() {
        ask("GET /nothing HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.1\r\nConnection: close\r\n\r\n");

        assertThat(line().getMDCPropertyMap())
                .containsEntry("client.address", "127.0.0.1")
                .containsEntry("network.peer.address", "127.0.0.1");
    }

    @Test
    void tellsOfWhatIsNoRequest() {
        ask("nonsense\r\nX-API-Key: ock_key\r\n\r\n");

        assertThat(line().getMDCPropertyMap())
                .containsEntry("http.response.status_code", "400")
                .containsEntry("http.route", "none");
        assertThat(line().getFormattedMessage()).doesNotContain("ock_key");
    }

    @Test
    void tellsOfWhatIsRefusedBeforeItIsRouted() {
        ask("PATCH /v1/agents/a HTTP/1.1\r\nHost: a\r\nX-API-Key: " + TestFacade.KEY
                + "\r\nConnection: close\r\nContent-Length: 2000000\r\n\r\n" + "x".repeat(2_000_000));

        assertThat(line().getMDCPropertyMap()).containsEntry("http.response.status_code", "413");
    }

    @Test
    void tellsThatAClientWasGoneBeforeItHadItsAnswer() {
        RawHttp http = RawHttp.connect(facade.url());
        http.send("GET /v1/agents HTTP/1.1\r\nHost: a\r\nX-API-Key: " + TestFacade.KEY + "\r\n\r\n");
        await().until(apiServer::wasAsked);
        http.vanish();
        go.countDown();

        assertThat(line().getFormattedMessage()).endsWith("; the client was gone (499)");
        assertThat(line().getMDCPropertyMap()).containsEntry("client.gone", "true");
        assertThat(line().getLevel()).isEqualTo(Level.INFO);
    }

    private void ask(String request) {
        go.countDown();
        var unused = RawHttp.ask(facade.url(), request);
    }

    private ILoggingEvent line() {
        await().until(() -> !log.lines().isEmpty());
        return log.lines().get(0);
    }
}
