/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.Optional;

/**
 * What an AgentSecret has put upstream, as its status records it.
 *
 * @param storeId the store that it put its key into
 * @param digest the keyed digest of what it put; empty when it is not known what is there
 * @param mark when that was, by the server's clock
 */
record Holding(Optional<StoreId> storeId, Optional<String> digest, WriteMark mark) {

    static final Holding NOTHING = new Holding(Optional.empty(), Optional.empty(), WriteMark.UNKNOWN);

    /** What it holds where a PUT into a store was done of which nobody knows how it went. */
    static Holding ofUnknown(StoreId store) {
        return new Holding(Optional.of(store), Optional.empty(), WriteMark.UNKNOWN);
    }
}
