/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The age at which keys are renewed, by an operator that knows which key it made itself, and when. Safe for use by several threads. */
final class RenewalAge {

    /** The part of its age that a key has to become at least, while the operator runs that made it. */
    private static final int LEAST_PART = 2;

    private final Duration renewAfter;
    private final LongSupplier nanos;
    private volatile Optional<Made> made = Optional.empty();

    private record Made(SealingKeyId id, long nanos) {}

    /**
     * Has made no key yet.
     *
     * @param renewAfter how old the current key may become; zero for any age
     * @param nanos tells how much time goes by, whatever becomes of the clock
     */
    RenewalAge(Duration renewAfter, LongSupplier nanos) {
        this.renewAfter = renewAfter;
        this.nanos = nanos;
    }

    /** Notes that a key was made just now. */
    void made(SealingKeyId id) {
        made = Optional.of(new Made(id, nanos.getAsLong()));
    }

    /** What holds now. */
    AgeRule rule() {
        return new AgeRule(
                renewAfter, made.map(Made::id).filter(id -> !untilAgeCounts(id).isZero()));
    }

    /**
     * The time until a key is to be renewed; absent when it may become any age.
     *
     * @param current the key
     * @param now the time
     */
    Optional<Duration> untilRenewal(StoredKey current, Instant now) {
        Duration atLeast = untilAgeCounts(current.id());
        return new AgeRule(renewAfter, Optional.empty())
                .untilTooOld(current, now)
                .map(rest -> rest.compareTo(atLeast) < 0 ? atLeast : rest);
    }

    private Duration untilAgeCounts(SealingKeyId id) {
        return made.filter(key -> key.id().equals(id))
                .map(key -> Duration.ofNanos(nanos.getAsLong() - key.nanos()))
                .map(since -> renewAfter.dividedBy(LEAST_PART).minus(since))
                .filter(rest -> !rest.isNegative())
                .orElse(Duration.ZERO);
    }
}
