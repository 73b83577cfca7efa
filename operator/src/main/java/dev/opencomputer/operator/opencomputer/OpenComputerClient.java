/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/** The client over HTTP: one pool of connections, one budget, one memory of what the server last complained about. */
public final class OpenComputerClient implements OpenComputer {

    private final CloseableHttpClient http;
    private final ScheduledThreadPoolExecutor deadlines;
    private final SecretStores secretStores;
    private final Optional<Agents> agents;
    private final List<Server> servers;

    /**
     * A client that connects at its first call.
     *
     * @param settings where the server is and what opens it
     * @param options time-outs, bounds and budget
     * @param observer hears of every call
     */
    public OpenComputerClient(ConnectionSettings settings, ClientOptions options, CallObserver observer) {
        this(settings, options, observer, Optional.empty());
    }

    /**
     * A client that notices when its agents API leads back to the cluster that it works for.
     *
     * @param settings where the server is and what opens it
     * @param options time-outs, bounds and budget
     * @param observer hears of every call
     * @param ownCluster what a facade in this cluster names it, where that is known
     */
    public OpenComputerClient(
            ConnectionSettings settings, ClientOptions options, CallObserver observer, Optional<String> ownCluster) {
        this(settings, options, observer, ownCluster, () -> {});
    }

    /**
     * A client that asks before each call whether it may.
     *
     * @param settings where the server is and what opens it
     * @param options time-outs, bounds and budget
     * @param observer hears of every call
     * @param ownCluster what a facade in this cluster names it, where that is known
     * @param permission runs right before a call is sent; what it throws keeps the call from being sent, and reaches the
     *     caller. Neither an {@link IllegalStateException} nor a
     *     {@link java.util.concurrent.RejectedExecutionException}, which mean that the client is closed
     */
    public OpenComputerClient(
            ConnectionSettings settings,
            ClientOptions options,
            CallObserver observer,
            Optional<String> ownCluster,
            Runnable permission) {
        this(settings, options, observer, ownCluster, permission, System::nanoTime);
    }

    /** With a clock of the caller's for delays, as {@link System#nanoTime()}. */
    OpenComputerClient(
            ConnectionSettings settings, ClientOptions options, CallObserver observer, LongSupplier nanoTime) {
        this(settings, options, observer, Optional.empty(), () -> {}, nanoTime);
    }

    private OpenComputerClient(
            ConnectionSettings settings,
            ClientOptions options,
            CallObserver observer,
            Optional<String> ownCluster,
            Runnable permission,
            LongSupplier nanoTime) {
        this.http = Connecting.httpClient(settings, options, permission);
        this.deadlines = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "opencomputer-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        // A deadline that was kept lets go of its call, and so of what was sent, at once.
        deadlines.setRemoveOnCancelPolicy(true);
        Exchange exchange = new Exchange(http, deadlines, settings, options, ownCluster);
        Calls calls = new Calls(exchange, options, observer, permission);
        AnswerReading reading = new AnswerReading(options);
        Server api = new Server(settings.apiUrl(), new Gate(options, nanoTime), new Gate(options, nanoTime));
        this.secretStores = new HttpSecretStores(calls, api, reading);
        Optional<Server> agentsApi = settings.agentsUrl().map(url -> {
            Gate gate = sameHost(url, api.base()) ? api.gate() : new Gate(options, nanoTime);
            return new Server(url, gate, new Gate(options, nanoTime));
        });
        this.agents = agentsApi.map(server -> new HttpAgents(calls, server, reading));
        this.servers = Stream.concat(Stream.of(api), agentsApi.stream()).toList();
    }

    @Override
    public SecretStores secretStores() {
        return secretStores;
    }

    @Override
    public Optional<Agents> agents() {
        return agents;
    }

    @Override
    public Optional<String> heldBack() {
        return servers.stream()
                .flatMap(server -> server.heldBack().stream())
                .map(OpenComputerException::outcome)
                .findFirst();
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
        deadlines.shutdownNow();
    }

    /** Two APIs of one server share what is remembered of it; a second host's outage is its own. */
    private static boolean sameHost(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getRawAuthority().equals(other.getRawAuthority());
    }
}
