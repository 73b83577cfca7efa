/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import java.time.Duration;

/**
 * The times of an election.
 *
 * @param lease how long a leader that is silent is still respected by the others
 * @param mandate how long after its last renewal a leader acts; shorter than {@code lease} by more than what may pass
 *     between its last look at the clock and the first byte of a call
 * @param renewal the time between two renewals, each of which is a write
 * @param retry the time until a renewal that failed is tried again
 * @param look the time between two looks of those who stand by, each of which is a read
 * @param request how long one request to the API server may take
 */
record LeaseTimes(Duration lease, Duration mandate, Duration renewal, Duration retry, Duration look, Duration request) {

    /**
     * Two renewals may fail, and slowly, before a leader stops; a leader that was killed is followed within
     * {@link #longestFailOver()}.
     */
    static final LeaseTimes DEFAULT = new LeaseTimes(
            Duration.ofSeconds(12),
            Duration.ofSeconds(10),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));

    /**
     * How long it takes at the most, while the API server answers at once, until another one holds the Lease of a leader
     * that was killed: the last renewal may be seen one look late, and its end too.
     */
    Duration longestFailOver() {
        return lease.plus(look).plus(look);
    }
}
