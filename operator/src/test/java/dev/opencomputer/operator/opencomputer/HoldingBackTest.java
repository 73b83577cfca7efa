/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.opencomputer.operator.opencomputer.OpenComputerException.AgentsApiNotFound;
import dev.opencomputer.operator.opencomputer.OpenComputerException.ServerTrouble;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Throttled;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unauthorised;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server says about every call holds the others back. */
class HoldingBackTest {

    @RegisterExtension
    static final StubbedServer SERVER = new StubbedServer();

    @Test
    void sendsNothingBeforeTheTimeThatAThrottlingServerAskedFor() {
        answers(429, "20");
        SecretStores stores = SERVER.stores();
        OpenComputerException first = failureOf(stores::list);
        SERVER.passes(Duration.ofSeconds(15));

        OpenComputerException second = failureOf(() -> stores.create("agent:a", Optional.empty()));

        assertThat(second).isInstanceOf(Throttled.class).hasMessage(first.getMessage());
        assertThat(second.retryAfter()).contains(Duration.ofSeconds(5));
        assertThat(second.operation()).isEqualTo("create the secret store");
        assertThat(SERVER.requests()).isEqualTo(1);
        assertThat(SERVER.observed()).containsExactly("list_stores throttled", "create_store held_back");
    }

    @Test
    void goesOnWhenTheTimeThatAThrottlingServerAskedForHasPassed() throws Exception {
        answers(429, "20");
        SecretStores stores = SERVER.stores();
        failureOf(stores::list);
        okList();
        SERVER.passes(Duration.ofSeconds(20));

        assertThat(stores.list()).isEmpty();
        assertThat(stores.list()).isEmpty();
    }

    @Test
    void holdsBackTheAgentsOfAServerThatThrottlesItsStores() {
        answers(429, "20");
        OpenComputer client = SERVER.client();
        failureOf(() -> client.secretStores().list());

        assertThat(failureOf(() -> client.agents().orElseThrow().list())).isInstanceOf(Throttled.class);
        assertThat(SERVER.requests()).isEqualTo(1);
    }

    @Test
    void asksOnceInAWhileWhetherAWrongKeyHasBecomeARightOne() throws Exception {
        answers(403, null);
        SecretStores stores = SERVER.stores();
        OpenComputerException first = failureOf(stores::list);
        for (int call = 0; call < 100; call++) {
            OpenComputerException held = failureOf(() -> stores.keys(new StoreId("s")));
            assertThat(held).isInstanceOf(Unauthorised.class).hasMessage(first.getMessage());
        }
        assertThat(SERVER.requests()).isEqualTo(1);

        SERVER.passes(Duration.ofSeconds(30));
        assertThat(failureOf(stores::list)).hasMessage(first.getMessage());
        assertThat(failureOf(stores::list)).isInstanceOf(Unauthorised.class);
        assertThat(SERVER.requests()).isEqualTo(2);

        okList();
        SERVER.passes(Duration.ofSeconds(30));
        assertThat(stores.list()).isEmpty();
        assertThat(stores.list()).isEmpty();
    }

    @Test
    void asksOnceInAWhileWhetherThereIsAnAgentsApiNow() throws Exception {
        okList();
        SERVER.on(any(urlPathMatching("/v1/agents.*")).willReturn(aResponse().withStatus(302)));
        OpenComputer client = SERVER.client();
        Agents agents = client.agents().orElseThrow();
        OpenComputerException first = failureOf(agents::list);
        for (int call = 0; call < 100; call++) {
            OpenComputerException held = failureOf(() -> agents.delete(new AgentId("a")));
            assertThat(held).isInstanceOf(AgentsApiNotFound.class).hasMessage(first.getMessage());
            assertThat(held.retryAfter()).contains(Duration.ofSeconds(30));
        }
        assertThat(SERVER.requests()).isEqualTo(1);
        assertThat(client.secretStores().list()).isEmpty();
        assertThat(SERVER.requests()).isEqualTo(2);

        SERVER.passes(Duration.ofSeconds(30));
        assertThat(failureOf(agents::list)).hasMessage(first.getMessage());
        assertThat(failureOf(agents::list)).hasMessage(first.getMessage());
        assertThat(SERVER.requests()).isEqualTo(3);

        SERVER.on(any(urlPathMatching("/v1/agents.*")).willReturn(okJson("{\"agents\":[]}")));
        SERVER.passes(Duration.ofSeconds(30));
        assertThat(agents.list()).isEmpty();
        assertThat(agents.list()).isEmpty();
    }

    @Test
    void holdsCallsBackOnlyAfterSeveralFailuresInARow() {
        answers(500, null);
        SecretStores stores = SERVER.stores();
        for (int call = 0; call < 10; call++) {
            assertThat(failureOf(stores::list)).isInstanceOf(ServerTrouble.class);
        }

        assertThat(SERVER.requests()).isEqualTo(3);
    }

    @Test
    void saysOfAHeldBackWriteThatItWasNotCarriedOut() {
        answers(500, null);
        SecretStores stores = SERVER.stores();
        for (int call = 0; call < 3; call++) {
            failureOf(stores::list);
        }

        OpenComputerException held = failureOf(() -> stores.create("agent:a", Optional.empty()));

        assertThat(held.mayHaveBeenCarriedOut()).isFalse();
        assertThat(held.retryAfter()).contains(Duration.ofSeconds(5));
    }

    @Test
    void letsOneObjectFailWithoutHoldingTheOthersBack() throws Exception {
        answers(500, null);
        SERVER.on(any(urlEqualTo("/api/secret-stores")).willReturn(okJson("[]")));
        SecretStores stores = SERVER.stores();
        for (int call = 0; call < 10; call++) {
            failureOf(() -> stores.putKey(new StoreId("s"), new SecretKey("K"), SecretValue.of("v"), List.of()));
            assertThat(stores.list()).isEmpty();
        }

        assertThat(SERVER.requests()).isEqualTo(20);
    }

    @Test
    void asksADeadServerOnceInAWhile() {
        OpenComputer client = SERVER.client(StubbedServer.quick(), URI.create("http://127.0.0.1:1"));
        for (int call = 0; call < 10; call++) {
            failureOf(() -> client.secretStores().list());
        }
        assertThat(SERVER.observed())
                .filteredOn("list_stores unreachable"::equals)
                .hasSize(3);

        SERVER.passes(Duration.ofSeconds(5));
        failureOf(() -> client.secretStores().list());
        failureOf(() -> client.secretStores().list());
        assertThat(SERVER.observed())
                .filteredOn("list_stores unreachable"::equals)
                .hasSize(4);
    }

    @Test
    void sendsNoMoreCallsASecondThanItsBudget() {
        okList();
        SecretStores stores = SERVER.client(StubbedServer.onceASecond()).secretStores();

        OpenComputerException failure = Stream.generate(() -> failureOf(stores::list))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();

        assertThat(failure).hasMessageContaining("too many other calls were before it");
        assertThat(failure.mayHaveBeenCarriedOut()).isFalse();
    }

    private static void answers(int status, String retryAfter) {
        var response = aResponse().withStatus(status);
        SERVER.on(any(anyUrl())
                .willReturn(retryAfter == null ? response : response.withHeader("Retry-After", retryAfter)));
    }

    private static void okList() {
        SERVER.on(any(anyUrl()).willReturn(okJson("[]")));
    }

    private static OpenComputerException failureOf(ThrowingCallable call) {
        return catchThrowableOfType(OpenComputerException.class, call);
    }
}
