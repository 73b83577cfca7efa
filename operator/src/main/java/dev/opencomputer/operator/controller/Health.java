/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.monitoring.HealthAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a cluster is told of this process: whether it does what it is there for, and whether a restart would help. */
final class Health {

    /** A watch that was cut off is opened again within seconds; what is missed for so long is worth to be told. */
    static final Duration NOT_READY_AFTER = Duration.ofSeconds(30);

    /** A process none of whose informers hears anything for so long is tried anew. */
    static final Duration NOT_LIVE_AFTER = Duration.ofMinutes(3);

    /** A stop takes {@link Controllers#STOP_TIMEOUT} and a few seconds; one that takes so long hangs. */
    static final Duration STOPPED_AFTER = Duration.ofMinutes(2);

    /**
     * An informer.
     *
     * @param kind what it hears of
     * @param name what it hears of, and where
     * @param follows whether it follows the API server now
     */
    record Informer(String kind, String name, boolean follows) {}

    /** What is asked of the controllers. */
    interface Work {

        /** Whether they take up no more work. */
        boolean areStopping();

        /** Whether every cache was filled that can be. */
        boolean areInSync();

        /** Every informer that was started. */
        List<Informer> informers();

        /** What keeps them from all work; empty when nothing does. */
        Optional<String> hindrance();
    }

    private final Supplier<? extends Optional<? extends Work>> running;
    private final BooleanSupplier electing;
    private final LongSupplier clock;
    private final Map<String, Long> deafSince = new HashMap<>();
    private Optional<Long> stoppingSince = Optional.empty();

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
        Optional<? extends Work> present = running.get();
        if (present.isEmpty()) {
            return HealthAnswer.good("standing by");
        }
        Work controllers = present.get();
        if (controllers.areStopping()) {
            return HealthAnswer.bad("stopping");
        }
        if (!controllers.areInSync()) {
            return HealthAnswer.bad("starting: the caches are not in sync");
        }
        return controllers.hindrance().map(HealthAnswer::bad).orElseGet(() -> hearing(controllers));
    }

    /** Whether it can go on without a restart. */
    HealthAnswer live() {
        if (!electing.getAsBoolean()) {
            return HealthAnswer.bad("the leader election has stopped");
        }
        Optional<? extends Work> controllers = running.get();
        if (stopsFor(controllers, STOPPED_AFTER)) {
            return HealthAnswer.bad("the controllers have been stopping for too long");
        }
        return controllers.filter(this::isDeaf).isPresent()
                ? HealthAnswer.bad("every informer has been cut off from the API server for too long")
                : HealthAnswer.OK;
    }

    /** A namespace that is gone takes no readiness from the others; a kind that is followed nowhere is no work. */
    private HealthAnswer hearing(Work controllers) {
        Set<String> deaf = deafFor(controllers, NOT_READY_AFTER);
        if (deaf.isEmpty()) {
            return HealthAnswer.OK;
        }
        String cutOff = "cut off from the API server: " + String.join(", ", deaf);
        boolean useless =
                controllers.informers().stream().collect(Collectors.groupingBy(Informer::kind)).values().stream()
                        .anyMatch(ofOneKind -> isDeaf(ofOneKind, deaf));
        return useless ? HealthAnswer.bad(cutOff) : HealthAnswer.good("ok, but " + cutOff);
    }

    private boolean isDeaf(Work controllers) {
        Set<String> deaf = deafFor(controllers, NOT_LIVE_AFTER);
        return !deaf.isEmpty() && isDeaf(controllers.informers(), deaf);
    }

    private static boolean isDeaf(List<Informer> informers, Set<String> deaf) {
        return !informers.isEmpty() && informers.stream().allMatch(informer -> deaf.contains(informer.name()));
    }

    private synchronized boolean stopsFor(Optional<? extends Work> controllers, Duration time) {
        if (controllers.isEmpty()) {
            deafSince.clear();
        }
        if (controllers.filter(Work::areStopping).isEmpty()) {
            stoppingSince = Optional.empty();
            return false;
        }
        long now = clock.getAsLong();
        long since = stoppingSince.orElse(now);
        stoppingSince = Optional.of(since);
        return now - since >= time.toNanos();
    }

    private synchronized Set<String> deafFor(Work controllers, Duration time) {
        if (!controllers.areInSync() || controllers.areStopping()) {
            deafSince.clear();
            return Set.of();
        }
        long now = clock.getAsLong();
        Set<String> deaf = controllers.informers().stream()
                .filter(informer -> !informer.follows())
                .map(Informer::name)
                .collect(Collectors.toSet());
        deafSince.keySet().retainAll(deaf);
        deaf.forEach(name -> deafSince.putIfAbsent(name, now));
        return deafSince.entrySet().stream()
                .filter(entry -> now - entry.getValue() >= time.toNanos())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
