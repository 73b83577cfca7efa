/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.opencomputer.Hosts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of the key in the store at this moment of a reconcile. */
sealed interface KeyView {

    /** Whether we have just put it. */
    default boolean isPut() {
        return this instanceof Put || this instanceof PutBack || this instanceof PutBackAndFound;
    }

    /** When we have just put it, by the server's clock, as far as that is known. */
    default Optional<Instant> writtenAt() {
        if (this instanceof Put put) {
            return put.answeredAt();
        }
        if (this instanceof PutBack put) {
            return put.answeredAt();
        }
        return this instanceof PutBackAndFound found ? found.updatedAt() : Optional.empty();
    }

    /** Nothing was asked yet. */
    record NotLooked() implements KeyView {}

    /** A DELETE was answered with 404, about the store or the key, which proves nothing. */
    record Unproven() implements KeyView {}

    /** The listing of the store's keys was answered with 404: only a listing of the stores tells more. */
    record StoreUnproven() implements KeyView {}

    /** The store or the key is listed although it was not found: answers contradict each other. */
    record Contradicted() implements KeyView {}

    /** A listing of the stores shows that the store is no more, or is another one by now. */
    record StoreGone() implements KeyView {}

    /** A listing of the keys without it proves that the key is not there. */
    record Absent() implements KeyView {}

    /** We have just deleted it. */
    record Deleted() implements KeyView {}

    /**
     * The key is listed.
     *
     * @param allowedHosts its hosts
     * @param updatedAt when it was last written, where the server says so
     */
    record Found(List<String> allowedHosts, Optional<Instant> updatedAt) implements KeyView {}

    /**
     * We have just put it.
     *
     * @param answeredAt when the server answered, by its clock
     */
    record Put(Optional<Instant> answeredAt) implements KeyView {}

    /**
     * We have just put back what somebody else had changed; how the server lists it then is still to be seen.
     *
     * @param answeredAt when the server answered, by its clock
     * @param contradiction the hosts that the listing showed after the put-back just before, where they were others
     */
    record PutBack(Optional<Instant> answeredAt, Optional<List<String>> contradiction) implements KeyView {

        PutBackAndFound and(Found found) {
            return new PutBackAndFound(found.allowedHosts(), found.updatedAt(), contradiction);
        }
    }

    /**
     * We have just put it back, and the key is listed since.
     *
     * @param allowedHosts its hosts
     * @param updatedAt when it was last written, where the server says so
     * @param before the hosts that the listing showed after the put-back just before, where they were others
     */
    record PutBackAndFound(List<String> allowedHosts, Optional<Instant> updatedAt, Optional<List<String>> before)
            implements KeyView {

        /** Whether the same hosts were listed after the put-back just before. */
        boolean again() {
            return before.filter(hosts -> Hosts.of(hosts).equals(Hosts.of(allowedHosts)))
                    .isPresent();
        }
    }

    /** We tried to put it, and no answer says whether that was done. */
    record Unanswered() implements KeyView {}

    /** We tried to put it, and the server refused it as invalid. */
    record Refused() implements KeyView {}
}
