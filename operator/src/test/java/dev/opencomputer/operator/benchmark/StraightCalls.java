/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads and writes straight at the API server, with the rights of the ServiceAccount that the key stands for. */
final class StraightCalls {

    private final Caller caller;
    private final String agents;
    private final String secrets;
    private final AtomicInteger made = new AtomicInteger();

    StraightCalls(Caller caller, String namespace) {
        this.caller = caller;
        String base = "/apis/" + Names.GROUP + "/" + Names.VERSION + "/namespaces/" + namespace;
        this.agents = base + "/agents";
        this.secrets = base + "/agentsecrets";
    }

    long get(int client) throws IOException {
        return Timing.of(() -> caller.get(agents + "/" + FacadeCalls.agent(client)));
    }

    long list(int client) throws IOException {
        return Timing.of(() -> caller.get(agents));
    }

    /** The operator's work is waited for as the facade's callers do, but it is not the API server's. */
    long create(int client) throws IOException {
        String name = "straight-" + made.incrementAndGet();
        long began = System.nanoTime();
        JsonNode created = created(name);
        long took = System.nanoTime() - began;
        awaitFirstWord(name, created);
        return took;
    }

    long createAndAwaitFirstWord(int client) throws IOException {
        String name = "awaited-" + made.incrementAndGet();
        return Timing.of(() -> awaitFirstWord(name, created(name)));
    }

    /** Writes a value that is sealed already. */
    long patchSecret(int client, String sealedValue) throws IOException {
        String patch = """
                {"metadata": {"annotations": {"%s": "%s"}}, "spec": {"sealedValue": "%s"}}""".formatted(Annotations.ACCEPTED_AT, FacadeCalls.now(), sealedValue);
        String name = AgentSecretNames.nameFor(FacadeCalls.agent(client), FacadeCalls.KEY);
        return Timing.of(() -> caller.send("PATCH", secrets + "/" + name, patch));
    }

    private JsonNode created(String name) throws IOException {
        String agent = """
                {"apiVersion": "%s/%s", "kind": "Agent", "metadata": {"name": "%s", "finalizers": ["%s"]},
                 "spec": {"id": "%s", "adoptionPolicy": "Refuse", "config": {"snapshot": "agent-snapshot-v1"}}}""".formatted(Names.GROUP, Names.VERSION, name, Names.FINALIZER, name);
        return Json.MAPPER.readTree(caller.send("POST", agents, agent));
    }

    private void awaitFirstWord(String name, JsonNode created) throws IOException {
        caller.awaitLine(
                agents + "?watch=true&timeoutSeconds=30&fieldSelector=metadata.name=" + name + "&resourceVersion="
                        + created.path("metadata").path("resourceVersion").asText(),
                line -> line.contains("\"observedGeneration\""));
    }
}
