/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import dev.opencomputer.operator.api.AgentSecret;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The version of each object with which something was tried in vain. It counts for a time only: what was in the way, as a
 * webhook that is down, may pass without a change of the object. Safe for use by several threads.
 */
final class GivenUp {

    /** For as many routine periods it counts, as what OpenComputer refuses does. */
    private static final int PERIODS = 6;

    private record Version(String version, long since) {}

    private final Map<String, Version> versions = new ConcurrentHashMap<>();
    private final LongSupplier clock;
    private final long counts;

    /**
     * Nothing was tried yet.
     *
     * @param clock nanoseconds of a monotonic clock
     * @param period the time between routine checks
     */
    GivenUp(LongSupplier clock, Duration period) {
        this.clock = clock;
        this.counts = period.multipliedBy(PERIODS).toNanos();
    }

    void add(AgentSecret secret, String version) {
        versions.put(secret.getMetadata().getUid(), new Version(version, clock.getAsLong()));
    }

    boolean has(AgentSecret secret) {
        Version tried = versions.get(secret.getMetadata().getUid());
        return tried != null
                && tried.version().equals(secret.getMetadata().getResourceVersion())
                && clock.getAsLong() - tried.since() < counts;
    }

    void forget(AgentSecret secret) {
        versions.remove(secret.getMetadata().getUid());
    }
}
