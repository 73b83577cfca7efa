/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How old the current key may become.
 *
 * @param renewAfter the age; zero for any
 * @param spared the key that this operator made not long ago: only a wrong clock takes that one for old
 */
record AgeRule(Duration renewAfter, Optional<SealingKeyId> spared) {

    /**
     * The time until a key is too old, less than nothing afterwards.
     *
     * @return absent where it may become any age
     */
    Optional<Duration> untilTooOld(StoredKey key, Instant now) {
        boolean anyAge = renewAfter.isZero() || spared.equals(Optional.of(key.id()));
        return anyAge ? Optional.empty() : Optional.of(renewAfter.minus(Duration.between(key.since(now), now)));
    }

    /** Whether a key has its age. */
    boolean isTooOld(StoredKey key, Instant now) {
        return untilTooOld(key, now)
                .filter(rest -> rest.compareTo(Duration.ZERO) <= 0)
                .isPresent();
    }

    /**
     * Whether a key is from the future by more than it may become old: its clock was ahead, or ours is behind. No such clock is
     * to put a renewal off for years.
     */
    boolean isFromTooFarAhead(StoredKey key, Instant now) {
        return untilTooOld(key, now)
                .filter(rest -> rest.compareTo(renewAfter.multipliedBy(2)) > 0)
                .isPresent();
    }
}
