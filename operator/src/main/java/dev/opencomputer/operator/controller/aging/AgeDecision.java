/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.aging;

import dev.opencomputer.operator.controller.aging.Age.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides how a value stands to the age that it may have: a pure function, so that it is the same after a restart. */
final class AgeDecision {

    /** The last tenth of the time is for putting in a new value: nine days of ninety, two hours and a half of a day. */
    private static final int TENTHS = 10;

    private AgeDecision() {}

    /**
     * Decides.
     *
     * @param since when the value was set, if one was
     * @param maxAge how old it may become, if there is a limit
     */
    static Age decide(Optional<Instant> since, Optional<Duration> maxAge, Instant now) {
        if (since.isEmpty() || maxAge.isEmpty()) {
            return Age.UNLIMITED;
        }
        Instant expires = since.get().plus(maxAge.get());
        Instant expiring = expires.minus(maxAge.get().dividedBy(TENTHS));
        if (now.isBefore(expiring)) {
            return new Age(Stage.FRESH, Optional.of(expires), Optional.of(expiring));
        }
        return now.isBefore(expires)
                ? new Age(Stage.EXPIRING, Optional.of(expires), Optional.of(expires))
                : new Age(Stage.EXPIRED, Optional.of(expires), Optional.empty());
    }
}
