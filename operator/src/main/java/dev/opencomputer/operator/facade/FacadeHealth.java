/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import dev.opencomputer.operator.monitoring.HealthAnswer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a facade should get requests. It should from the moment when the API server has let it look at what the
 * operator publishes: until then something about its configuration, its rights or the network is wrong, and a roll-out
 * must not go on. It still should when the API server goes away later: then every facade of the cluster is in the same
 * situation, and callers are better served by a 503 that says when to come back than by nobody.
 */
final class FacadeHealth implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FacadeHealth.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration LOOK_AT_FIRST_EVERY = Duration.ofSeconds(1);

    /** Says what stands in the way of reaching the API server; nothing when nothing does. */
    private final Supplier<Optional<String>> look;

    /** Says why no value can be sealed; nothing when one can. */
    private final Supplier<Optional<String>> unusableKey;

    /** Whether a look has found everything that callers are told. */
    private final BooleanSupplier foundAll;

    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "facade-health");
        thread.setDaemon(true);
        return thread;
    });
    private boolean asked;
    private volatile boolean everReached;
    private volatile Optional<String> obstacle = Optional.of("it was not asked yet");

    FacadeHealth(
            MeterRegistry registry,
            Supplier<Optional<String>> look,
            Supplier<Optional<String>> unusableKey,
            BooleanSupplier foundAll) {
        this.look = look;
        this.unusableKey = unusableKey;
        this.foundAll = foundAll;
        Gauge.builder("opencomputer.facade.api.server.up", () -> obstacle.isEmpty() ? 1 : 0)
                .description("Whether the API server let the facade look at the sealing keys when it did so last")
                .register(registry);
        Gauge.builder(
                        "opencomputer.facade.sealing.key.usable",
                        () -> unusableKey.get().isEmpty() ? 1 : 0)
                .description("Whether a public sealing key was published that the facade may use when it looked last")
                .register(registry);
    }

    /** Looks from time to time, until closed. */
    void start() {
        lookAgain(Duration.ZERO);
    }

    /** Whether it should get requests. */
    HealthAnswer ready() {
        if (everReached) {
            // The rest of the API works without a key, and no other facade is better off.
            return obstacle.map(text -> "the API server cannot be used just now: " + text)
                    .or(() -> unusableKey.get().map(why -> "ok, but no value can be sealed: " + why))
                    .map(HealthAnswer::good)
                    .orElse(HealthAnswer.OK);
        }
        return HealthAnswer.bad("the API server cannot be used yet: " + obstacle.orElse(""));
    }

    void lookNow() {
        Optional<String> now = look.get();
        if (now.isPresent() && (obstacle.isEmpty() || !asked)) {
            LOG.warn("The API server cannot be used: {}", now.get());
        } else if (now.isEmpty() && everReached && obstacle.isPresent()) {
            LOG.info("The API server can be used again");
        }
        asked = true;
        obstacle = now;
        everReached |= now.isEmpty();
    }

    private void lookAgain(Duration delay) {
        Future<?> unused = looking.schedule(
                () -> {
                    try {
                        lookNow();
                    } finally {
                        lookAgain(foundAll.getAsBoolean() ? LOOK_EVERY : LOOK_AT_FIRST_EVERY);
                    }
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
