/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
                Facade facade = TestFacade.startImpatient(folder, apiServer.url())) {
            Reply reply = new HttpCaller(facade.url(), Optional.of(TestFacade.KEY)).get("/v1/agents/resolver");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isEqualTo("5");
        } finally {
            end.countDown();
        }
    }

    @Test
    void callsWorkAgainAsSoonAsItIsBack() throws Exception {
        ScriptedApiServer former = new ScriptedApiServer(ApiServerAwayTest::agent);
        try (former;
                Facade facade = TestFacade.start(folder, former.url())) {
            List<Supplier<Reply>> calls = calls(facade);
            assertThat(calls).allSatisfy(call -> assertThat(call.get().status()).isEqualTo(200));

            former.close();
            assertThat(calls).allSatisfy(call -> assertAway(call.get()));
            // Nobody can say whose this one is.
            assertAway(withToken(facade, "another").get("/v1/agents/resolver"));

            try (ScriptedApiServer again = new ScriptedApiServer(former.url().getPort(), ApiServerAwayTest::agent)) {
                assertThat(again.url()).isEqualTo(former.url());
                assertThat(calls)
                        .allSatisfy(call -> assertThat(call.get().status()).isEqualTo(200));
            }
        }
    }

    @Test
    @Timeout(60)
    void whatIsNotAnsweredInTimeIsNotAskedForOnceMore() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<String> asked = new CopyOnWriteArrayList<>();
        ExecutorService callers = Executors.newCachedThreadPool();
        try (ScriptedApiServer apiServer = new ScriptedApiServer(exchange -> {
                    asked.add(exchange.getRequestMethod());
                    await(end);
                });
                Facade facade = TestFacade.startImpatient(folder, apiServer.url())) {
            List<Callable<Reply>> calls = calls(facade).stream()
                    .map(call -> (Callable<Reply>) call::get)
                    .toList();

            for (Future<Reply> reply : callers.invokeAll(calls)) {
                assertAway(reply.get());
            }

            // One request for each call, and so no more time than one may take.
            assertThat(asked).hasSameSizeAs(calls).containsOnly("GET");
        } finally {
            end.countDown();
            callers.shutdownNow();
        }
    }

    @Test
    void whoIsToComeBackLaterIsToldSoAtOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        // As API Priority and Fairness says it: in a header, and no status in the body.
        try (ScriptedApiServer apiServer = new ScriptedApiServer(exchange -> {
                    asked.incrementAndGet();
                    exchange.getResponseHeaders().set("Retry-After", "30");
                    ScriptedApiServer.answer(exchange, 429, "Too many requests, please try again later.\n");
                });
                Facade facade = TestFacade.start(folder, apiServer.url())) {
            Reply reply = new HttpCaller(facade.url(), Optional.of(TestFacade.KEY)).get("/v1/agents/resolver");

            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("Retry-After")).isEqualTo("30");
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void whoIsToComeBackInAMomentIsAskedForAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedApiServer apiServer = new ScriptedApiServer(exchange -> {
                    if (asked.getAndIncrement() == 0) {
                        exchange.getResponseHeaders().set("Retry-After", "1");
                        ScriptedApiServer.answer(exchange, 429, "Too many requests, please try again later.\n");
                    } else {
                        agent(exchange);
                    }
                });
                Facade facade = TestFacade.start(folder, apiServer.url())) {
            Reply reply = new HttpCaller(facade.url(), Optional.of(TestFacade.KEY)).get("/v1/agents/resolver");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(asked).hasValue(2);
        }
    }

    /** A read and a write with a key, and a read with a token. */
    private static List<Supplier<Reply>> calls(Facade facade) {
        HttpCaller caller = new HttpCaller(facade.url(), Optional.of(TestFacade.KEY));
        return List.of(
                () -> caller.get("/v1/agents/resolver"),
                () -> caller.patch("/v1/agents/resolver", "{\"display_name\":\"Resolver\"}"),
                () -> withToken(facade, "one").get("/v1/agents/resolver"));
    }

    private static HttpCaller withToken(Facade facade, String token) {
        return new HttpCaller(facade.url(), Optional.empty())
                .with("Authorization", "Bearer " + token)
                .with("OpenComputer-Namespace", "team-a");
    }

    private static void assertAway(Reply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("5");
        assertThat(reply.errorMessage()).contains("the Kubernetes API server cannot be reached");
    }

    private static void agent(HttpExchange exchange) throws IOException {
        var unused = exchange.getRequestBody().readAllBytes();
        ScriptedApiServer.answer(exchange, 200, ScriptedApiServer.AGENT);
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
