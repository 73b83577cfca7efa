/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unintelligible;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unreachable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultyConnectionsTest {

    @RegisterExtension
    static final StubbedServer SERVER = new StubbedServer();

    private static final String STORES = "/api/secret-stores";

    @ParameterizedTest
    @EnumSource(names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK"})
    void saysOfABrokenWriteThatItMayHaveBeenCarriedOutAndDoesNotRepeatIt(Fault fault) {
        SERVER.on(any(anyUrl()).willReturn(aResponse().withFault(fault)));

        OpenComputerException failure = failureOf(() -> SERVER.stores().create("agent:a", Optional.empty()));

        assertThat(failure)
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("the connection broke off before the answer was whole");
        assertThat(failure.mayHaveBeenCarriedOut()).isTrue();
        assertThat(SERVER.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE"})
    void repeatsABrokenReadOnceAndNoMore(Fault fault) {
        SERVER.on(any(anyUrl()).willReturn(aResponse().withFault(fault)));

        OpenComputerException failure = failureOf(() -> SERVER.stores().list());

        assertThat(failure).isInstanceOf(Unreachable.class);
        assertThat(failure.mayHaveBeenCarriedOut()).isFalse();
        assertThat(SERVER.requests()).isEqualTo(2);
    }

    @Test
    void doesNotLetAReadFailForOneConnectionThatWentStale() throws Exception {
        SERVER.on(get(STORES)
                .inScenario("stale")
                .whenScenarioStateIs(STARTED)
                .willSetStateTo("fresh")
                .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        SERVER.on(get(STORES).inScenario("stale").whenScenarioStateIs("fresh").willReturn(okJson("[]")));

        assertThat(SERVER.stores().list()).isEmpty();
        assertThat(SERVER.observed()).containsExactly("list_stores ok");
    }

    @Test
    void takesNoiseForNoAnswerOfThisApi() {
        SERVER.on(any(anyUrl()).willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));

        assertThat(failureOf(() -> SERVER.stores().list()))
                .isInstanceOf(Unintelligible.class)
                .hasMessageContaining("the server answered what is no HTTP");
    }

    @Test
    void givesUpOnHeadersThatDoNotCome() {
        SERVER.on(any(anyUrl()).willReturn(okJson("[]").withFixedDelay(60_000)));

        assertThat(failureOf(() -> impatient().list()))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("no whole answer came in time");
    }

    @Test
    void givesUpOnABodyThatTrickles() {
        SERVER.on(any(anyUrl())
                .willReturn(okJson("{" + " ".repeat(10_000) + "}").withChunkedDribbleDelay(1_000, 60_000)));

        OpenComputerException failure = failureOf(() -> impatient().create("agent:a", Optional.empty()));

        assertThat(failure).isInstanceOf(Unreachable.class).hasMessageContaining("no whole answer came in time");
        assertThat(failure.mayHaveBeenCarriedOut()).isTrue();
    }

    @Test
    void givesUpOnAnErrorThatTrickles() {
        SERVER.on(any(anyUrl())
                .willReturn(okJson("x".repeat(10_000)).withStatus(500).withChunkedDribbleDelay(1_000, 60_000)));

        assertThat(failureOf(() -> impatient().list())).isInstanceOf(Unreachable.class);
    }

    @Test
    void givesAValueMoreTimeThanOtherCalls() throws Exception {
        SERVER.on(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(1_000)));

        impatient().putKey(new StoreId("s"), new SecretKey("KEY"), SecretValue.of("value"), List.of());

        assertThat(SERVER.observed()).containsExactly("put_key ok");
    }

    @Test
    void doesNotReadAnEndlessHeader() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> SocketAnswers.endlessHeader(socket));

            URI url = URI.create("http://127.0.0.1:" + socket.getLocalPort());
            assertThat(failureOf(() -> SERVER.client(StubbedServer.quick(), url)
                            .secretStores()
                            .list()))
                    .isInstanceOf(Unintelligible.class);
            sending.join();
        }
    }

    @Test
    void saysThatNothingWasSentWhereNothingListens() throws Exception {
        URI url;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        OpenComputer client = SERVER.client(StubbedServer.quick(), url);

        OpenComputerException failure = failureOf(() -> client.secretStores().create("agent:a", Optional.empty()));

        assertThat(failure)
                .hasMessage(
                        "Could not create the secret store (secret store agent:a at %s): no connection could be made. Check the URL and the network, and that the server runs."
                                .formatted(url));
        assertThat(failure.mayHaveBeenCarriedOut()).isFalse();
    }

    @Test
    void saysThatTheHostNameHasNoAddress() {
        OpenComputer client = SERVER.client(StubbedServer.quick(), URI.create("http://nowhere.invalid"));

        assertThat(failureOf(() -> client.secretStores().list()))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("its host name has no address");
    }

    @Test
    void saysThatTlsCouldNotBeAgreedOn() {
        URI url = URI.create("https://127.0.0.1:" + SERVER.url().getPort());
        OpenComputer client = SERVER.client(StubbedServer.quick(), url);

        OpenComputerException failure = failureOf(() -> client.secretStores().create("agent:a", Optional.empty()));

        assertThat(failure).isInstanceOf(Unreachable.class).hasMessageContaining("TLS could not be agreed on");
        assertThat(failure.mayHaveBeenCarriedOut()).isFalse();
    }

    @Test
    void failsACallForWhichNoTurnComes() {
        SERVER.on(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(60_000)));
        SecretStores stores = impatient();
        CompletableFuture<OpenComputerException> slow = CompletableFuture.supplyAsync(() -> failureOf(
                () -> stores.putKey(new StoreId("s"), new SecretKey("KEY"), SecretValue.of("value"), List.of())));
        await().until(() -> SERVER.requests() == 1 || slow.isDone());

        OpenComputerException failure = failureOf(stores::list);

        assertThat(failure).isInstanceOf(Unreachable.class).hasMessageContaining("too many other calls were before it");
        SERVER.wireMock().resetAll();
    }

    @Test
    void usesAConnectionAgainAfterAnError() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> answered = CompletableFuture.supplyAsync(() -> SocketAnswers.onOneConnection(
                    socket,
                    "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops",
                    "HTTP/1.1 204 No Content\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"));
            URI url = URI.create("http://127.0.0.1:" + socket.getLocalPort());
            SecretStores stores = SERVER.client(StubbedServer.quick(), url).secretStores();

            failureOf(stores::list);
            stores.delete(new StoreId("s"));
            assertThat(stores.list()).isEmpty();
            assertThat(answered.join()).isEqualTo(3);
        }
    }

    @Test
    void failsClearlyOnceItIsClosed() {
        OpenComputer client = SERVER.client();
        client.close();

        assertThat(failureOf(() -> client.secretStores().list()))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("this client is closed");
    }

    private static SecretStores impatient() {
        return SERVER.client(StubbedServer.impatient()).secretStores();
    }

    private static OpenComputerException failureOf(ThrowingCallable call) {
        return catchThrowableOfType(OpenComputerException.class, call);
    }
}
