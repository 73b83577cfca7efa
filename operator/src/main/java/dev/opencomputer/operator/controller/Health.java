/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

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

    /**
     * One answer.
     *
     * @param good whether all is well
     * @param word what is the matter, a few words
     */
    record Answer(boolean good, String word) {}

    private final Supplier<Optional<Controllers>> running;
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
    Health(Supplier<Optional<Controllers>> running, BooleanSupplier electing, LongSupplier clock) {
        this.running = running;
        this.electing = electing;
        this.clock = clock;
    }

    /** Whether this replica does its work, or could take it over. */
    Answer ready() {
        Optional<Controllers> controllers = running.get();
        if (controllers.isEmpty()) {
            return new Answer(true, "standing by");
        }
        if (controllers.get().areStopping()) {
            return new Answer(false, "stopping");
        }
        if (!controllers.get().areInSync()) {
            return new Answer(false, "starting: the caches are not in sync");
        }
        return isDeafFor(controllers.get(), NOT_READY_AFTER)
                ? new Answer(false, "an informer is cut off from the API server")
                : new Answer(true, "ok");
    }

    /** Whether it can go on without a restart. */
    Answer live() {
        if (!electing.getAsBoolean()) {
            return new Answer(false, "the leader election has stopped");
        }
        return running.get()
                        .filter(controllers -> isDeafFor(controllers, NOT_LIVE_AFTER))
                        .isPresent()
                ? new Answer(false, "an informer has been cut off from the API server for too long")
                : new Answer(true, "ok");
    }

    private synchronized boolean isDeafFor(Controllers controllers, Duration time) {
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
