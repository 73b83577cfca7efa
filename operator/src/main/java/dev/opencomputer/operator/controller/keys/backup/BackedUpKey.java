/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.backup;

import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Instant;
import java.util.Comparator;

/**
 * A sealing key in a back-up.
 *
 * @param key the key; never shown
 * @param created when it was made, as the cluster's clock had it that it is from
 */
public record BackedUpKey(PrivateSealingKey key, Instant created) {

    /** The newest last; the id decides among those of one moment, as it does in a cluster. */
    public static final Comparator<BackedUpKey> BY_AGE = Comparator.comparing(BackedUpKey::created)
            .thenComparing(key -> key.id().value());

    /** The key's id. */
    public SealingKeyId id() {
        return key.publicKey().id();
    }
}
