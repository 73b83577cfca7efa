/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.Optional;

/**
 * What an AgentSecret has put upstream, as its status records it.
 *
 * @param storeId the store that it put its key into
 * @param digest the keyed digest of what it put; empty when it is not known what is there
 */
record Holding(Optional<StoreId> storeId, Optional<String> digest) {

    static final Holding NOTHING = new Holding(Optional.empty(), Optional.empty());
}
