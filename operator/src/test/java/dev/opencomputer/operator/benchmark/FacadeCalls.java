/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls of the agents API. */
final class FacadeCalls {

    /** The key of each client's agent that values are put to. */
    static final String KEY = "BENCHMARK_KEY";

    private static final String AGENTS = "/v1/agents";

    private final Caller caller;
    private final AtomicInteger made = new AtomicInteger();

    FacadeCalls(Caller caller) {
        this.caller = caller;
    }

    /** The agent that a client reads, and writes to. */
    static String agent(int client) {
        return "agent-" + client;
    }

    /** A time that the one before was not, in the form of the API. */
    static String now() {
        return Instant.now().toString();
    }

    long get(int client) throws IOException {
        return Timing.of(() -> caller.get(AGENTS + "/" + agent(client)));
    }

    long list(int client) throws IOException {
        return Timing.of(() -> caller.get(AGENTS));
    }

    long create(int client) throws IOException {
        String body = """
                {"id": "made-%d", "config": {"snapshot": "agent-snapshot-v1"}}""".formatted(made.incrementAndGet());
        return Timing.of(() -> caller.send("POST", AGENTS, body));
    }

    long putSecret(int client) throws IOException {
        String body = "{\"value\": \"" + now() + "\"}";
        return Timing.of(() -> caller.send("PUT", AGENTS + "/" + agent(client) + "/secrets/" + KEY, body));
    }
}
