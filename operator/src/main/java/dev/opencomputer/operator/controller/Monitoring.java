/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;

/**
 * Serves what a cluster asks about the operator: {@code /metrics} for Prometheus, {@code /readyz} and {@code /livez} as
 * {@link Health} has them.
 */
final class Monitoring implements AutoCloseable {

    private final Javalin server;
    private final String host;

    private Monitoring(Javalin server, String host) {
        this.server = server;
        this.host = host;
    }

    static Monitoring start(String host, int port, PrometheusMeterRegistry registry, Health health) {
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.get(
                    "/metrics",
                    context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                            .result(registry.scrape()));
            config.routes.get("/readyz", context -> answer(context, health.ready()));
            config.routes.get("/livez", context -> answer(context, health.live()));
        });
        try {
            return new Monitoring(server.start(host, port), host);
        } catch (JavalinBindException e) {
            throw new CannotStartException(
                    "Metrics and health cannot be served on " + host + ":" + port
                            + ": the address is taken or not this machine's. Choose another with --monitoring-port or"
                            + " --monitoring-host.",
                    e);
        }
    }

    private static void answer(Context context, Health.Answer answer) {
        context.status(answer.good() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .result(answer.word());
    }

    URI url() {
        return URI.create("http://" + host + ":" + server.port());
    }

    @Override
    public void close() {
        server.stop();
    }
}
