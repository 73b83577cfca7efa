/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.monitoring;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves what a cluster asks about a process, without log-in: {@code /metrics} for Prometheus, {@code /readyz} and
 * {@code /livez}. Nothing else is served here, and nothing can be changed.
 */
public final class MonitoringServer implements AutoCloseable {

    /** One scrape and one probe of each kind at a time need no more, and a busy API does not keep them waiting. */
    private static final int MAX_THREADS = 16;

    private static final int MIN_THREADS = 2;

    private final Javalin server;
    private final String host;

    /** The address cannot be listened on; the message says so in a line, with the options that choose another. */
    public static final class AddressException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private AddressException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private MonitoringServer(Javalin server, String host) {
        this.server = server;
        this.host = host;
    }

    /**
     * Begins to listen.
     *
     * @param host the address to listen on
     * @param port its port; 0 for any that is free
     * @param registry what is scraped
     * @param live whether the process should go on
     * @param ready whether it should get work
     * @return the running server
     * @throws AddressException when the address is taken or not this machine's
     */
    public static MonitoringServer start(
            String host,
            int port,
            PrometheusMeterRegistry registry,
            Supplier<HealthAnswer> live,
            Supplier<HealthAnswer> ready) {
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
            config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
            config.routes.get(
                    "/metrics",
                    context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                            .result(registry.scrape()));
            config.routes.get("/livez", context -> answer(context, live.get()));
            config.routes.get("/readyz", context -> answer(context, ready.get()));
        });
        try {
            return new MonitoringServer(server.start(host, port), host);
        } catch (JavalinBindException e) {
            server.stop();
            throw new AddressException(
                    "Metrics and health cannot be served on " + host + ":" + port
                            + ": the address is taken or not this machine's. Choose another with --monitoring-port or"
                            + " --monitoring-host.",
                    e);
        }
    }

    /** Where it is served, without a path. */
    public URI url() {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void answer(Context context, HealthAnswer health) {
        context.status(health.good() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .result(health.text());
    }
}
