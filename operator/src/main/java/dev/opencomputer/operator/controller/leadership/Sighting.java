/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import java.time.Duration;
import java.util.Optional;

/**
 * What was seen of a Lease, and since when it has been just so. Nobody compares clocks with anybody: a holder is silent
 * for as long as it was watched being silent.
 *
 * @param lease what it said; empty when there was none
 * @param since when that was seen for the first time
 */
record Sighting(Optional<LeaseView> lease, Moment since) {

    /** How long a holder is respected at most, whatever it says: a wrong number must not stop everything for a year. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** What is known after another look. */
    Sighting followedBy(Optional<LeaseView> seen, Moment now) {
        // One that is deleted under its holder's hands is respected for as long as the holder would be.
        boolean same = seen.equals(lease) || (seen.isEmpty() && isHeld());
        return same ? this : new Sighting(seen, now);
    }

    /** Whether one who stands by may take it. */
    boolean isFree(LeaseTimes times, Moment now) {
        return !isHeld() || now.sinceAtLeast(since).compareTo(respected(times)) >= 0;
    }

    private boolean isHeld() {
        return lease.flatMap(LeaseView::holder).isPresent();
    }

    /** The holder may be of another version, with other times. */
    private Duration respected(LeaseTimes times) {
        Duration theirs = lease.map(LeaseView::duration).orElse(Duration.ZERO);
        if (theirs.compareTo(LONGEST) > 0) {
            return LONGEST;
        }
        return theirs.compareTo(times.lease()) > 0 ? theirs : times.lease();
    }
}
