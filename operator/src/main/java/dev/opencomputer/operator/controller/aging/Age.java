/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.aging;

import java.time.Instant;
import java.util.Optional;

/**
 * How a value stands to the age that it may have.
 *
 * @param stage how it stands now
 * @param expires when it reaches that age; absent without a value or a limit
 * @param next when it comes to stand otherwise, if nothing changes; absent when it does not
 */
record Age(Stage stage, Optional<Instant> expires, Optional<Instant> next) {

    static final Age UNLIMITED = new Age(Stage.FRESH, Optional.empty(), Optional.empty());

    /** The stages, in the order in which a value goes through them. */
    enum Stage {
        /** There is nothing to say. */
        FRESH,
        /** The last tenth of the time has begun. */
        EXPIRING,
        /** The time is over. */
        EXPIRED
    }
}
