/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.HttpCaller.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerAwayTest {

    @TempDir
    private Path folder;

    @Test
    void callersAreAskedToComeBack() throws Exception {
        try (Facade facade = TestFacade.start(folder, URI.create("http://127.0.0.1:" + portOfNobody()))) {
            Reply reply = new HttpCaller(facade.url(), Optional.of(TestFacade.KEY)).get("/v1/agents/resolver");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isEqualTo("5");
            assertThat(reply.errorType()).isEqualTo("internal_error");
            assertThat(reply.errorMessage())
                    .isEqualTo("the Kubernetes API server cannot be reached, or is busy; try again");
        }
    }

    @Test
    void anAnswerThatDoesNotGetToItsEndIsNotWaitedForWithoutEnd() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedApiServer apiServer = new ScriptedApiServer(exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    await(end);
                });
                Facade facade = TestFacade.start(folder, apiServer.url())) {
            Reply reply = new HttpCaller(facade.url(), Optional.of(TestFacade.KEY)).get("/v1/agents/resolver");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isEqualTo("5");
        } finally {
            end.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int portOfNobody() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
