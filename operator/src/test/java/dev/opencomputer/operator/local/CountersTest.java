/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted, and who may read it. */
class CountersTest {

    private RunningServer running;
    private Counters counters;
    private Caller caller;

    @BeforeEach
    void start() {
        running = RunningServer.in(Dialect.LOCAL);
        counters = running.server().counters();
        caller = running.caller();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void countsByOperationAndOutcome() {
        caller.post("/v1/agents", "{\"id\":\"a\"}");
        caller.post("/v1/agents", "{\"id\":\"a\"}");
        caller.get("/v1/agents/a");
        caller.get("/nowhere");

        var counts = counters.snapshot();
        assertThat(counts.calls(Operation.CREATE_AGENT)).isEqualTo(2);
        assertThat(counts.calls(Operation.CREATE_AGENT, "201")).isEqualTo(1);
        assertThat(counts.calls(Operation.CREATE_AGENT, "409")).isEqualTo(1);
        assertThat(counts.calls(Operation.GET_AGENT)).isEqualTo(1);
        assertThat(counts.calls(Operation.OTHER, "404")).isEqualTo(1);
        assertThat(counts.calls(Operation.DELETE_AGENT)).isZero();
        assertThat(counts.writes()).isEqualTo(2);
        assertThat(counts.reads()).isEqualTo(2);
    }

    @Test
    void tellsWhatHappenedSinceAMoment() {
        caller.get("/v1/agents");
        var before = counters.snapshot();
        caller.get("/api/secret-stores");

        var since = counters.snapshot().since(before);

        assertThat(since.calls(Operation.LIST_AGENTS)).isZero();
        assertThat(since.calls(Operation.LIST_STORES)).isEqualTo(1);
        assertThat(since.reads()).isEqualTo(1);
    }

    @Test
    void showsItsCountsToAnyoneAndNoNames() {
        caller.put("/v1/agents/some-agent/secrets/KEY", "{\"value\":\"s3cret\"}");
        caller.withoutKey().get("/v1/agents");

        var reply = caller.withoutKey().get("/counters");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text())
                .isEqualTo("{\"GET /v1/agents\":{\"401\":1},\"PUT /v1/agents/{id}/secrets/{key}\":{\"404\":1}}");
    }
}
