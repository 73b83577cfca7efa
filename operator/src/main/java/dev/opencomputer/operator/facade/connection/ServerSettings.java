/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import dev.opencomputer.operator.facade.sealing.OperatorPublication;
import dev.opencomputer.operator.facade.tls.ServerCertificate;
import io.javalin.config.JavalinConfig;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** How connections are dealt with: threads, limits, times, and the end. */
public final class ServerSettings {

    /** Beside those that work on requests: for connections, and for refusing what is too much. */
    private static final int FURTHER_THREADS = 40;

    private static final int MIN_THREADS = 4;

    /** What our own rules refuse, with our own words; what is no text when it is decoded is no path. */
    private static final UriCompliance PATHS = UriCompliance.from(EnumSet.complementOf(EnumSet.of(
            Violation.BAD_PERCENT_ENCODING,
            Violation.BAD_UTF8_ENCODING,
            Violation.TRUNCATED_UTF8_ENCODING,
            Violation.UTF16_ENCODINGS,
            Violation.ILLEGAL_PATH_CHARACTERS,
            Violation.USER_INFO)));

    private final Envelope envelope;
    private final Limits limits;
    private final Optional<ServerCertificate> certificate;

    /**
     * The settings.
     *
     * @param published says which cluster this is, on what the server refuses by itself too
     * @param limits how much, and for how long
     * @param certificate the one to show; without one there is no TLS
     */
    public ServerSettings(OperatorPublication published, Limits limits, Optional<ServerCertificate> certificate) {
        this.envelope = new Envelope(published);
        this.limits = limits;
        this.certificate = certificate;
    }

    /**
     * Configures a server.
     *
     * @param config the server's
     * @param began is told of each request that came in whole
     * @param ended is told of each that was answered, and of what was no request
     */
    public void apply(JavalinConfig config, Consumer<Request> began, RequestLog ended) {
        config.jetty.threadPool = new QueuedThreadPool(limits.requestsAtOnce() + FURTHER_THREADS, MIN_THREADS);
        config.jetty.modifyHttpConfiguration(this::configure);
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new EnvelopeErrorHandler(envelope));
            server.setRequestLog(ended);
            server.setStopTimeout(limits.stop().toMillis());
            server.addBean(new NetworkConnectionLimit(limits.connections(), server));
            // The last that is inserted is asked first.
            server.insertHandler(turns());
            server.insertHandler(new BodyIntake(envelope, limits));
            server.insertHandler(new Reception(envelope, began));
        });
        config.jetty.addConnector((server, http) -> {
            Deadlines deadlines = new Deadlines(limits, server.getScheduler());
            server.insertHandler(deadlines);
            ServerConnector connector = connector(server, http);
            connector.addEventListener(deadlines);
            connector.setHost(config.jetty.host);
            connector.setPort(config.jetty.port);
            return connector;
        });
    }

    private void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setUriCompliance(PATHS);
        http.setRequestHeaderSize(limits.headBytes());
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        ConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = certificate
                .map(shown -> new ServerConnector(server, Tls.over(shown, http), plain))
                .orElseGet(() -> new ServerConnector(server, plain));
        // The deadlines are what counts; this is for what they do not see, a client that no longer reads.
        connector.setIdleTimeout(limits.nextHead().toMillis());
        connector.setShutdownIdleTimeout(limits.lastHead().toMillis());
        return connector;
    }

    /** Has requests wait for a thread, and refuses those that would wait for too long. */
    private QoSHandler turns() {
        QoSHandler turns = new QoSHandler();
        turns.setMaxRequestCount(limits.requestsAtOnce());
        turns.setMaxSuspendedRequestCount(limits.requestsWaiting());
        turns.setMaxSuspend(limits.longestWait());
        return turns;
    }
}
