/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.Optional;

/**
 * What an AgentSecret has put upstream, as its status records it.
 *
 * @param storeId the store that it put its key into
 * @param digest the keyed digest of what it put
 * @param sealingKeyId the key that opened the sealed value
 */
record Holding(Optional<StoreId> storeId, Optional<String> digest, Optional<String> sealingKeyId) {

    static final Holding NOTHING = new Holding(Optional.empty(), Optional.empty(), Optional.empty());
}
