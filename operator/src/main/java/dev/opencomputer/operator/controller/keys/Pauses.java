/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import java.time.Duration;

/** How long to wait until the next try: longer after each failure in turn, and never longer than until the routine look. */
final class Pauses {

    static final Duration SHORTEST = Duration.ofSeconds(15);

    private final Duration longest;
    private int failures;

    /** Begins with the shortest one. */
    Pauses(Duration longest) {
        this.longest = longest;
    }

    /**
     * How long to wait after a failure, unless something changes before.
     *
     * @param inTurn whether a pause had gone by; a try before, for something that changed, makes the next pause no longer. Else,
     *     who changes things often would have nothing put right for long
     */
    Duration afterFailure(boolean inTurn) {
        if (inTurn || failures == 0) {
            failures++;
        }
        Duration pause = SHORTEST;
        for (int failure = 1; failure < failures && pause.compareTo(longest) < 0; failure++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    /** Notes that nothing is in the way any more. */
    void over() {
        failures = 0;
    }
}
