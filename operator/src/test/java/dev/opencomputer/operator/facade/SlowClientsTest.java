/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.facade.RawHttp.Reply;
import dev.opencomputer.operator.facade.connection.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time, and the others. */
class SlowClientsTest {

    private static final String KEY = "Host: a\r\nX-API-Key: " + TestFacade.KEY + "\r\n";
    private static final String GOOD = "GET /v1/agents HTTP/1.1\r\n" + KEY + "Connection: close\r\n\r\n";
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int MANY = 1000;

    @TempDir
    private Path folder;

    private final CountDownLatch go = new CountDownLatch(1);
    private final List<RawHttp> slow = new ArrayList<>();
    private FakeApiServer apiServer;

    @BeforeEach
    void startAnApiServer() throws Exception {
        apiServer = FakeApiServer.start(go);
    }

    @AfterEach
    void stopAll() {
        slow.forEach(RawHttp::close);
        apiServer.close();
    }

    @Test
    void aThousandOfThemKeepNobodyFromBeingServed() throws Exception {
        go.countDown();
        try (Facade facade = TestFacade.start(folder, apiServer.url())) {
            for (int index = 0; index < MANY; index++) {
                dripping(
                        facade.url(),
                        "PATCH /v1/agents/a HTTP/1.1\r\n" + KEY
                                + (index % 2 == 0 ? "X-Slow: " : "Content-Length: 1000\r\n\r\n{"));
            }

            for (int index = 0; index < 20; index++) {
                assertThat(RawHttp.ask(facade.url(), GOOD).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aFirstRequestThatDoesNotComeWholeEndsTheConnection() throws Exception {
        try (Facade facade = start(TestFacade.LIMITS.with(to -> to.firstHead(SHORT)))) {
            assertThat(dripping(facade.url(), "").isClosedByTheServer()).isTrue();
            assertThat(dripping(facade.url(), "GET /v1/agents HTTP/1.1\r\nX-Slow: a")
                            .isClosedByTheServer())
                    .isTrue();
        }
    }

    @Test
    void oneByteNowAndThenIsNoFirstRequest() throws Exception {
        try (Facade facade = start(TestFacade.LIMITS.with(to -> to.firstHead(SHORT)))) {
            RawHttp http = dripping(facade.url(), "GET /v1/agents HTTP/1.1\r\nX-Slow: ");

            await().pollInterval(Duration.ofMillis(20)).until(() -> isRefusedAByte(http));
        }
    }

    @Test
    void aConnectionThatBringsNoFurtherRequestIsClosed() throws Exception {
        try (Facade facade = start(TestFacade.LIMITS.with(to -> to.nextHead(SHORT)))) {
            RawHttp http = dripping(facade.url(), "GET /nothing HTTP/1.1\r\n" + KEY + "\r\n");

            assertThat(http.reply().status()).isEqualTo(404);
            assertThat(http.isClosedByTheServer()).isTrue();
        }
    }

    @Test
    void aBodyThatDoesNotComeWholeIsRefused() throws Exception {
        try (Facade facade = start(TestFacade.LIMITS.with(to -> to.body(SHORT)))) {
            Reply reply = dripping(facade.url(), "PATCH /v1/agents/a HTTP/1.1\r\n" + KEY + "Content-Length: 9\r\n\r\n{")
                    .reply();

            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.error("message")).startsWith("the body did not come in whole within");
            assertThat(reply.header("connection")).contains("close");
        }
    }

    @Test
    void anAnswerThatTakesTooLongEndsTheConnection() throws Exception {
        try (Facade facade = start(TestFacade.LIMITS.with(to -> to.request(SHORT)))) {
            RawHttp http = dripping(facade.url(), GOOD);

            assertThat(http.isClosedByTheServer()).isTrue();
            go.countDown();
        }
    }

    @Test
    void bodiesTakeNoMoreMemoryThanTheyMay() throws Exception {
        try (Facade facade = start(TestFacade.LIMITS.with(to -> to.bodiesBytes(10_000)))) {
            go.countDown();
            String head = "PATCH /v1/agents/a HTTP/1.1\r\n" + KEY + "Content-Length: 9000\r\n\r\n";
            RawHttp first = dripping(facade.url(), head + "{".repeat(8000));
            await().untilAsserted(() -> assertThat(RawHttp.ask(
                                    facade.url(),
                                    head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n") + "{".repeat(9000))
                            .status())
                    .isEqualTo(503));
            assertThat(RawHttp.ask(facade.url(), GOOD).status()).isEqualTo(200);

            first.send("{".repeat(1000));
            assertThat(first.reply().status()).isEqualTo(400);
            await().untilAsserted(() -> assertThat(RawHttp.ask(
                                    facade.url(),
                                    head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n") + "{".repeat(9000))
                            .status())
                    .isEqualTo(400));
        }
    }

    @Test
    void bodiesOfNobodyTakeNone() throws Exception {
        try (Facade facade = start(TestFacade.LIMITS.with(to -> to.bodiesBytes(10_000)))) {
            go.countDown();
            String head = "PATCH /v1/agents/a HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n";
            RawHttp first = dripping(facade.url(), head + "\r\n" + "{".repeat(8000));

            assertThat(RawHttp.ask(
                                    facade.url(),
                                    head + "X-API-Key: " + TestFacade.KEY + "\r\nConnection: close\r\n\r\n"
                                            + "{".repeat(9000))
                            .status())
                    .isEqualTo(400);
            first.send("{".repeat(1000));
            assertThat(first.reply().status()).isEqualTo(401);
            Reply unasked = RawHttp.ask(facade.url(), head + "Expect: 100-continue\r\n\r\n");
            assertThat(unasked.status()).isEqualTo(401);
            assertThat(unasked.header("connection")).contains("close");
        }
    }

    @Test
    void whoWouldWaitTooLongForAThreadIsAskedToComeBack() throws Exception {
        Limits limits = TestFacade.LIMITS.with(to -> to.requestsAtOnce(1).longestWait(SHORT));
        try (Facade facade = start(limits)) {
            RawHttp first = dripping(facade.url(), GOOD);
            await().until(apiServer::wasAsked);

            Reply second = RawHttp.ask(facade.url(), GOOD);
            go.countDown();

            assertThat(second.status()).isEqualTo(503);
            assertThat(second.header("retry-after")).contains("1");
            assertThat(second.error("message")).isEqualTo("there are too many requests at once; try again");
            assertThat(second.error("request_id")).isNotEmpty();
            assertThat(first.reply().status()).isEqualTo(200);
            assertThat(RawHttp.ask(facade.url(), GOOD).status()).isEqualTo(200);
        }
    }

    @Test
    void moreConnectionsThanThereMayBeWaitUntilOthersEnd() throws Exception {
        go.countDown();
        Limits limits = TestFacade.LIMITS.with(to -> to.connections(5).firstHead(SHORT));
        try (Facade facade = start(limits)) {
            for (int index = 0; index < 20; index++) {
                dripping(facade.url(), "GET /v1");
            }

            await().ignoreExceptions()
                    .untilAsserted(() ->
                            assertThat(RawHttp.ask(facade.url(), GOOD).status()).isEqualTo(200));
        }
    }

    private Facade start(Limits limits) throws Exception {
        return TestFacade.start(folder, apiServer.url(), limits);
    }

    /** A client that has sent so much, and stays. */
    private RawHttp dripping(URI url, String begin) {
        RawHttp http = RawHttp.connect(url);
        slow.add(http);
        http.send(begin);
        return http;
    }

    private static boolean isRefusedAByte(RawHttp http) {
        try {
            http.send("a");
            return false;
        } catch (RuntimeException refused) {
            return true;
        }
    }
}
