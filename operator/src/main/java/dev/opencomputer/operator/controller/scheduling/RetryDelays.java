/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionReason.Occurrence;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When an object is looked at again. Delays are spread, so that objects that failed together do not come back together.
 *
 * @param resync the time between routine checks
 * @param first the delay after a first failure
 * @param longest the longest delay between two tries
 * @param random from 0 to 1
 */
public record RetryDelays(Duration resync, Duration first, Duration longest, DoubleSupplier random) {

    private static final int MOST_DOUBLINGS = 20;

    /** The golden ratio as a fraction of 2^64: times this, numbers that are near each other are far apart. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /**
     * Whether a result is tried again soon; any other one waits for a change, or the next routine check.
     *
     * @param reason the result
     * @return true for those that can pass by themselves
     */
    public static boolean isRetried(ConditionReason reason) {
        return reason.occurrence() == Occurrence.RETRIED;
    }

    /**
     * The delay until the next routine check. Each agent has a moment of its own within the period, so that not all come at
     * once; what belongs to one agent comes together, so that one listing of its store serves all its keys.
     *
     * @param agent the name of the agent's object, with its namespace
     * @param now the present moment, in nanoseconds
     * @return between a tenth of the period and a tenth more than the period
     */
    public Duration untilResync(String agent, long now) {
        long period = resync.toNanos();
        long left = Math.floorMod(agent.hashCode() * SPREAD - now, period);
        return Duration.ofNanos(left < untilResyncAtLeast(resync).toNanos() ? left + period : left);
    }

    /**
     * The shortest delay until a routine check.
     *
     * @param resync the time between routine checks
     * @return a tenth of it
     */
    public static Duration untilResyncAtLeast(Duration resync) {
        return resync.dividedBy(10);
    }

    /**
     * The delay until the next try.
     *
     * @param failures failures in a row, from 1
     * @param asked how long the server, or the client for all, asked to wait
     * @return the delay
     */
    public Duration untilRetry(int failures, Optional<Duration> asked) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration backOff = doubled.compareTo(longest) < 0 ? doubled : longest;
        Duration spread = times(backOff, 0.5 + 0.5 * random.getAsDouble());
        return asked.map(least -> least.plus(times(first, random.getAsDouble())))
                .filter(least -> least.compareTo(spread) > 0)
                .orElse(spread);
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis((long) (duration.toMillis() * factor));
    }
}
