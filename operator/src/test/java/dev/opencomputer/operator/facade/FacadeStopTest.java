/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
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
    void aRequestUnderWayIsAnsweredBeforeTheFacadeEnds() throws Exception {
        Facade facade = TestFacade.start(
                folder, URI.create("http://127.0.0.1:" + apiServer.getAddress().getPort()));
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(
                () -> new HttpCaller(facade.url(), Optional.of(TestFacade.KEY)).get("/v1/agents/resolver"));
        asked.await();

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(facade::close);
        await("nobody new to be let in").until(() -> refuses(facade.url()));
        answered.countDown();

        assertThat(reply.get().status()).isEqualTo(404);
        stopping.get();
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
