/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server that answers what a test tells it to, with a client whose clock for delays the test moves. */
final class StubbedServer implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    static final String KEY = "osb_canary-api-key-2f61";

    private final WireMockServer wireMock = new WireMockServer(options()
            .bindAddress("127.0.0.1")
            .dynamicPort()
            .containerThreads(32)
            .asynchronousResponseEnabled(true));
    private final AtomicLong nanos = new AtomicLong();
    private final List<OpenComputerClient> clients = new ArrayList<>();
    private final List<String> observed = new ArrayList<>();
    private final Set<UUID> stubs = new HashSet<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        wireMock.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        clients.forEach(OpenComputerClient::close);
        clients.clear();
        observed.clear();
        stubs.clear();
        wireMock.resetAll();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        wireMock.stop();
    }

    void on(MappingBuilder mapping) {
        stubs.add(wireMock.stubFor(mapping).getId());
    }

    /** How many requests came in; one that a former test gave up on may be noted down as late as now, and is none. */
    int requests() {
        return (int) wireMock.getAllServeEvents().stream()
                .filter(event -> !event.getWasMatched()
                        || stubs.contains(event.getStubMapping().getId()))
                .count();
    }

    WireMockServer wireMock() {
        return wireMock;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + wireMock.port());
    }

    void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Operation and outcome of each call so far. */
    List<String> observed() {
        return List.copyOf(observed);
    }

    OpenComputer client() {
        return client(quick());
    }

    OpenComputer client(ClientOptions options) {
        return client(options, url());
    }

    OpenComputer client(ClientOptions options, URI url) {
        OpenComputerClient client = new OpenComputerClient(
                new ConnectionSettings(url, Optional.of(url), new ApiKey(KEY)),
                options,
                (operation, outcome, took) -> observed.add(operation.metricName() + " " + outcome),
                nanos::get);
        clients.add(client);
        return client;
    }

    Agents agents() {
        return client().agents().orElseThrow();
    }

    SecretStores stores() {
        return client().secretStores();
    }

    /** Deadlines that a test can wait for, small bounds, and no budget that would slow it down. */
    static ClientOptions quick() {
        return quick(Duration.ofSeconds(5), Duration.ofSeconds(5), 8, 100_000);
    }

    /** Deadlines that end soon, and one call at a time. */
    static ClientOptions impatient() {
        Duration soon = Duration.ofMillis(400);
        return quick(soon, soon, 1, 100_000);
    }

    /** One call a second, and no patience to wait for a turn. */
    static ClientOptions onceASecond() {
        return quick(Duration.ofSeconds(5), Duration.ofMillis(1), 8, 1);
    }

    private static ClientOptions quick(Duration call, Duration turn, int atOnce, int aSecond) {
        return ClientOptions.defaults()
                .with(options -> options.connectTimeout(call)
                        .callTimeout(call)
                        .putKeyTimeout(Duration.ofSeconds(5))
                        .turnTimeout(turn)
                        .maxConcurrentCalls(atOnce)
                        .callsPerSecond(aSecond)
                        .troubleThreshold(3)
                        .maxAnswerBytes(64 * 1024)
                        .maxListBytes(256 * 1024));
    }
}
