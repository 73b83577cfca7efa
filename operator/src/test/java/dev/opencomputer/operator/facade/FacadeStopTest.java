/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.opencomputer.operator.facade.connection.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacadeStopTest {

    @TempDir
    private Path folder;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private HttpServer apiServer;

    @BeforeEach
    void startAnApiServerThatTakesItsTime() throws IOException {
        apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        apiServer.setExecutor(Executors.newCachedThreadPool());
        apiServer.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().contains("/agents")) {
                asked.countDown();
                awaitUninterruptibly(answered);
            }
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        apiServer.start();
    }

    @AfterEach
    void stopTheApiServer() {
        answered.countDown();
        apiServer.stop(0);
    }

    @Test
    void requestsUnderWayAndOverKeptConnectionsAreAnsweredBeforeTheFacadeEnds() throws Exception {
        Facade facade = TestFacade.start(
                folder,
                URI.create("http://127.0.0.1:" + apiServer.getAddress().getPort()),
                Limits.STANDARD.with(to -> to.lastHead(Duration.ofSeconds(30))));
        CompletableFuture<Void> stopping;
        try (RawHttp underWay = RawHttp.connect(facade.url());
                RawHttp kept = RawHttp.connect(facade.url())) {
            kept.send(request("/nothing"));
            assertThat(kept.reply().header("connection")).isEmpty();
            underWay.send(request("/v1/agents/resolver"));
            asked.await();

            stopping = CompletableFuture.runAsync(facade::close);
            await("nobody new to be let in").until(() -> refuses(facade.url()));
            kept.send(request("/v1/agents/another"));
            answered.countDown();

            assertThat(List.of(underWay.reply(), kept.reply())).allSatisfy(reply -> {
                assertThat(reply.status()).isEqualTo(404);
                assertThat(reply.error("type")).isEqualTo("not_found");
                assertThat(reply.header("connection")).contains("close");
            });
        }
        stopping.get();
    }

    @Test
    void aBodyThatDoesNotComeOnAtTheStopIsToBeSentAgain() throws Exception {
        Facade facade = TestFacade.start(
                folder,
                URI.create("http://127.0.0.1:" + apiServer.getAddress().getPort()),
                Limits.STANDARD.with(to -> to.lastHead(Duration.ofMillis(300))));
        CompletableFuture<Void> stopping;
        try (RawHttp stalled = RawHttp.connect(facade.url())) {
            stalled.send("PATCH /v1/agents/a HTTP/1.1\r\nHost: a\r\nX-API-Key: " + TestFacade.KEY
                    + "\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
            assertThat(stalled.reply().status()).as("its body is waited for").isEqualTo(100);
            stalled.send("{");

            stopping = CompletableFuture.runAsync(facade::close);

            assertThat(stalled.reply()).satisfies(reply -> {
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.header("retry-after")).contains("1");
                assertThat(reply.header("connection")).contains("close");
            });
        }
        stopping.get();
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\nX-API-Key: " + TestFacade.KEY + "\r\n\r\n";
    }

    private static boolean refuses(URI url) {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            return !socket.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
