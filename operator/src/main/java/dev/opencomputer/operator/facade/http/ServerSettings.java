/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.sealing.OperatorPublication;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** How connections are dealt with: threads, limits, times, and the end. */
public final class ServerSettings {

    /** Longer than a request to the API server may take, and well within what a pod gets to end. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private static final int MAX_THREADS = 200;
    private static final int MIN_THREADS = 4;

    private final OperatorPublication published;

    /**
     * The settings.
     *
     * @param published says which cluster this is, on what the server refuses by itself too
     */
    public ServerSettings(OperatorPublication published) {
        this.published = published;
    }

    void apply(JavalinConfig config) {
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new EnvelopeErrorHandler(published));
            server.insertHandler(new GracefulHandler());
            server.setStopTimeout(LONGEST_STOP.toMillis());
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            // What stands encoded in a path is refused by our own rules, with our own words.
            http.setUriCompliance(UriCompliance.UNSAFE);
        });
    }
}
