/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.backup;

import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Instant;

/**
 * A sealing key in a back-up.
 *
 * @param key the key; never shown
 * @param created when it was made
 */
public record BackedUpKey(PrivateSealingKey key, Instant created) {

    /** The key's id. */
    public SealingKeyId id() {
        return key.publicKey().id();
    }
}
