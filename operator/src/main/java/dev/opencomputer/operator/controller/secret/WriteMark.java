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
 * stands in the status. It comes after the write, is in whole seconds, and may be of another machine's clock; so what lies
 * soon after it is in doubt. Where in doubt the value is put once more, since the listing right after that shows the exact time,
 * and by how much those clocks differ ({@link ServerClocks}).
 *
 * @param listed the time that a listing showed since the write; empty until this process saw one
 * @param answered the time that the status records; empty where no answer told it
 */
record WriteMark(Optional<Instant> listed, Optional<Instant> answered) {

    static final WriteMark UNKNOWN = new WriteMark(Optional.empty(), Optional.empty());

    /** How long a server may take from the write to its answer: it passes the value to running sandboxes in between. */
    static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

    /** How far the clock that stamps entries is ahead of the one that stamps answers where the two are kept well. */
    static final Duration CLOCKS_AGREE = Duration.ofSeconds(2);

    /** How far it may be ahead where they are not. */
    static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

    /** Whether a key that is listed with this time was written by somebody else since, or may well have been. */
    boolean isAnothers(Optional<Instant> updatedAt) {
        return isAnothers(updatedAt, CLOCKS_AGREE);
    }

    /** Whether it surely was, so that no clocks that differ explain it. */
    boolean isSurelyAnothers(Optional<Instant> updatedAt) {
        return isAnothers(updatedAt, CLOCKS_DIFFER);
    }

    private boolean isAnothers(Optional<Instant> updatedAt, Duration ahead) {
        if (updatedAt.isEmpty()) {
            return false;
        }
        Instant written = updatedAt.get();
        if (listed.isPresent()) {
            return !listed.get().equals(written);
        }
        return answered.map(answer -> Duration.between(answer, written))
                .filter(later -> later.compareTo(ahead) > 0 || later.compareTo(LONGEST_ANSWER.negated()) < 0)
                .isPresent();
    }

    WriteMark withListed(Optional<Instant> seen) {
        return new WriteMark(seen, answered);
    }
}
