/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts and times the requests to the agents API by route, method and status; never by what a path names. */
public final class RequestMetrics {

    /** The route of a request that none fits. */
    public static final String NO_ROUTE = "none";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    /** Anybody can make up another, and so another time series. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    private static final int CLASS = 100;

    private final MeterRegistry registry;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Keeps its figures in a registry. */
    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("opencomputer.facade.requests.in.flight", inFlight::get)
                .description("Requests to the agents API that are being answered now")
                .register(registry);
    }

    /** The method where it is a common one, else {@code other}. */
    static String method(String method) {
        return METHODS.contains(method) ? method : "other";
    }

    /** A request has come in. */
    public void began() {
        inFlight.incrementAndGet();
    }

    /**
     * A request that has come in was answered.
     *
     * @param route the route's template, or {@link #NO_ROUTE}
     * @param method the HTTP method; an uncommon one shows as {@code other}
     * @param status the answer's status
     * @param took from the first byte read to the answer
     */
    public void answered(String route, String method, int status, Duration took) {
        inFlight.decrementAndGet();
        Counter.builder("opencomputer.facade.requests")
                .description("Requests to the agents API by route, method and status")
                .tag("route", route)
                .tag("method", method(method))
                .tag("code", Integer.toString(status))
                .register(registry)
                .increment();
        Timer.builder("opencomputer.facade.request.duration")
                .description("Requests to the agents API by route, method and class of status")
                .serviceLevelObjectives(BUCKETS)
                .tag("route", route)
                .tag("method", method(method))
                .tag("status", status / CLASS + "xx")
                .register(registry)
                .record(took);
    }
}
