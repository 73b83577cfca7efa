/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.monitoring.HealthAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a cluster is told of this process: whether it does what it is there for, and whether a restart would help. */
final class Health {

    /** A watch that was cut off is opened again within seconds; what is missed for so long is worth to be told. */
    static final Duration NOT_READY_AFTER = Duration.ofSeconds(30);

    /** An informer that hears nothing for so long does not come back by itself. */
    static final Duration NOT_LIVE_AFTER = Duration.ofMinutes(3);

    /** What is asked of the controllers. */
    interface Work {

        /** Whether they take up no more work. */
        boolean areStopping();

        /** Whether every cache was filled. */
        boolean areInSync();

        /** Whether every informer that was started follows its kind now. */
        boolean areFollowing();
    }

    private final Supplier<? extends Optional<? extends Work>> running;
    private final BooleanSupplier electing;
    private final LongSupplier clock;
    private Optional<Long> deafSince = Optional.empty();

    /**
     * Knows nothing yet.
     *
     * @param running the controllers; absent while this replica stands by
     * @param electing whether the election goes on, or none is needed
     * @param clock nanoseconds of a monotonic clock
     */
    Health(Supplier<? extends Optional<? extends Work>> running, BooleanSupplier electing, LongSupplier clock) {
        this.running = running;
        this.electing = electing;
        this.clock = clock;
    }

    /** Whether this replica does its work, or could take it over. */
    HealthAnswer ready() {
        Optional<? extends Work> controllers = running.get();
        if (controllers.isEmpty()) {
            return HealthAnswer.good("standing by");
        }
        if (controllers.get().areStopping()) {
            return HealthAnswer.bad("stopping");
        }
        if (!controllers.get().areInSync()) {
            return HealthAnswer.bad("starting: the caches are not in sync");
        }
        return isDeafFor(controllers.get(), NOT_READY_AFTER)
                ? HealthAnswer.bad("an informer is cut off from the API server")
                : HealthAnswer.OK;
    }

    /** Whether it can go on without a restart. */
    HealthAnswer live() {
        if (!electing.getAsBoolean()) {
            return HealthAnswer.bad("the leader election has stopped");
        }
        return running.get()
                        .filter(controllers -> isDeafFor(controllers, NOT_LIVE_AFTER))
                        .isPresent()
                ? HealthAnswer.bad("an informer has been cut off from the API server for too long")
                : HealthAnswer.OK;
    }

    private synchronized boolean isDeafFor(Work controllers, Duration time) {
        if (!controllers.areInSync() || controllers.areStopping() || controllers.areFollowing()) {
            deafSince = Optional.empty();
            return false;
        }
        long now = clock.getAsLong();
        long since = deafSince.orElse(now);
        deafSince = Optional.of(since);
        return now - since >= time.toNanos();
    }
}
