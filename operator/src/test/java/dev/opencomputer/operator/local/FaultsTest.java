/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a test can have go wrong, and that it is counted. */
class FaultsTest {

    private static final String AGENT = "{\"id\":\"x\"}";

    private RunningServer running;
    private Faults faults;
    private Counters counters;
    private Caller caller;

    @BeforeEach
    void start() {
        running = RunningServer.in(Dialect.LOCAL);
        faults = running.server().faults();
        counters = running.server().counters();
        caller = running.caller();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private boolean agentExists() {
        return caller.get("/v1/agents/x").status() == 200;
    }

    @Test
    void answersOnceInsteadOfCarryingOut() {
        faults.next(Operation.CREATE_AGENT, Fault.answer(503, "{\"error\":\"later\"}"));

        assertThat(caller.post("/v1/agents", AGENT).status()).isEqualTo(503);
        assertThat(agentExists()).isFalse();
        assertThat(caller.post("/v1/agents", AGENT).status()).isEqualTo(201);
    }

    @Test
    void answersOtherwiseAfterCarryingOut() {
        faults.next(Operation.CREATE_AGENT, Fault.answer(500, "{}").afterCarryingOut());

        assertThat(caller.post("/v1/agents", AGENT).status()).isEqualTo(500);
        assertThat(agentExists()).isTrue();
    }

    @Test
    void closesTheConnectionAfterCarryingOut() {
        faults.next(Operation.CREATE_AGENT, Fault.closed().afterCarryingOut());

        assertThatThrownBy(() -> caller.trySend("POST", "/v1/agents", AGENT)).isInstanceOf(IOException.class);
        assertThat(agentExists()).isTrue();
        assertThat(counters.snapshot().calls(Operation.CREATE_AGENT, Counters.DROPPED))
                .isEqualTo(1);
    }

    @Test
    void closesTheConnectionWithoutCarryingOut() {
        faults.next(Operation.CREATE_AGENT, Fault.closed());

        assertThatThrownBy(() -> caller.trySend("POST", "/v1/agents", AGENT)).isInstanceOf(IOException.class);
        assertThat(agentExists()).isFalse();
    }

    @Test
    void playsSeveralFaultsInTheirOrder() {
        faults.next(Operation.LIST_AGENTS, Fault.throttled(Duration.ofSeconds(7)));
        faults.next(Operation.LIST_AGENTS, Fault.nonsense());

        var throttled = caller.get("/v1/agents");
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.response().headers().firstValue("Retry-After")).contains("7");
        assertThat(caller.get("/v1/agents").text()).contains("<html>");
        assertThat(caller.get("/v1/agents").text()).isEqualTo("{\"agents\":[]}");
    }

    @Test
    void lastsUntilItIsCleared() {
        faults.everywhere(Fault.databaseDown());
        for (int call = 0; call < 3; call++) {
            assertThat(caller.get("/v1/agents").status()).isEqualTo(403);
            assertThat(caller.get("/api/secret-stores").error()).isEqualTo("invalid API key");
        }

        faults.clear();

        assertThat(caller.get("/v1/agents").status()).isEqualTo(200);
    }

    @Test
    void strikesOnlyTheCallsThatMentionSomething() {
        faults.always(Operation.CREATE_AGENT, "unlucky", Fault.answer(500, "{}"));

        assertThat(caller.post("/v1/agents", "{\"id\":\"unlucky\"}").status()).isEqualTo(500);
        assertThat(caller.post("/v1/agents", "{\"id\":\"lucky\"}").status()).isEqualTo(201);
    }

    @Test
    void holdsACallUntilTheTestLetsItGo() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        faults.next(Operation.CREATE_AGENT, Fault.held(gate).afterCarryingOut());

        var held = CompletableFuture.supplyAsync(() -> caller.post("/v1/agents", AGENT));
        Awaitility.await().until(this::agentExists);
        assertThat(held).isNotDone();
        gate.countDown();

        assertThat(held.get(30, TimeUnit.SECONDS).status()).isEqualTo(201);
    }

    @Test
    void stopsAlthoughACallIsHeld() {
        faults.next(Operation.CREATE_AGENT, Fault.slow(Duration.ofHours(1)));
        faults.next(Operation.CREATE_AGENT, Fault.held(new CountDownLatch(1)));
        faults.next(Operation.CREATE_AGENT, Fault.trickled(Duration.ofHours(1)));
        List<CompletableFuture<Void>> stuck = new ArrayList<>();
        // Not GETs: the test's client sends those once more by itself when the server closes without an answer.
        for (int call = 0; call < 3; call++) {
            stuck.add(CompletableFuture.runAsync(() -> caller.post("/v1/agents", AGENT)));
        }
        Awaitility.await()
                .until(() -> faults.isEmpty() && counters.snapshot().calls(Operation.CREATE_AGENT, "201") == 1);

        running.server().close();

        assertThat(stuck)
                .allSatisfy(call -> assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class));
    }

    @Test
    void sendsTheWholeAnswerByteByByte() {
        faults.next(Operation.LIST_AGENTS, Fault.trickled(Duration.ofMillis(1)));

        assertThat(caller.get("/v1/agents").text()).isEqualTo("{\"agents\":[]}");
    }

    @Test
    void sendsMoreThanAnyoneWants() {
        faults.next(Operation.LIST_AGENTS, Fault.oversized(1_000_000));

        var reply = caller.get("/v1/agents");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).hasSizeGreaterThan(1_000_000);
    }

    @Test
    void answersEventuallyWhenSlow() {
        faults.next(Operation.LIST_AGENTS, Fault.slow(Duration.ofMillis(20)));

        assertThat(caller.get("/v1/agents").status()).isEqualTo(200);
    }
}
