/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the operator last wrote a key, in the time of the server alone, so that no other clock matters. It tells a write of
 * somebody else's by the {@code updatedAt} of a listing, since nobody can read a value back.
 *
 * <p>Exact is only what a listing showed after the write: any other time then, an earlier one after a restored back-up
 * too, is another write. Until this process has seen such a listing there is the time of the answer to the PUT, which
 * stands in the status. It comes after the write, is in whole seconds, and may be of another machine's clock; so it tells
 * only what lies well after or before it.
 *
 * @param listed the time that a listing showed since the write; empty until this process saw one
 * @param answered the time that the status records; empty where no answer told it
 */
record WriteMark(Optional<Instant> listed, Optional<Instant> answered) {

    static final WriteMark UNKNOWN = new WriteMark(Optional.empty(), Optional.empty());

    /** How long a server may take from the write to its answer: it passes the value to running sandboxes in between. */
    static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

    /** How far the clock that stamps entries may be ahead of the one that stamps answers. */
    static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

    /** Whether a key that is listed with this time was written by somebody else since. */
    boolean isAnothers(Optional<Instant> updatedAt) {
        if (updatedAt.isEmpty()) {
            return false;
        }
        Instant written = updatedAt.get();
        if (listed.isPresent()) {
            return !listed.get().equals(written);
        }
        return answered.map(answer -> Duration.between(answer, written))
                .filter(later -> later.compareTo(CLOCKS_DIFFER) > 0 || later.compareTo(LONGEST_ANSWER.negated()) < 0)
                .isPresent();
    }

    WriteMark withListed(Optional<Instant> seen) {
        return new WriteMark(seen, answered);
    }
}
