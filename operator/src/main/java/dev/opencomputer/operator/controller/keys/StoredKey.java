/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** A private sealing key and the age of the Secret that it was read from. */
record StoredKey(PrivateSealingKey key, Instant created) {

    /** The newest last; the id decides among those of one second, so that everybody chooses the same. */
    static final Comparator<StoredKey> BY_AGE = Comparator.comparing(StoredKey::created)
            .thenComparing(stored -> stored.id().value());

    /** Reads a Secret; empty when it holds no sealing key. */
    static Optional<StoredKey> read(Secret secret) {
        try {
            return KeySecrets.key(KeyPurpose.SEALING, secret)
                    .map(PrivateSealingKey::of)
                    .map(key -> new StoredKey(
                            key, Instant.parse(secret.getMetadata().getCreationTimestamp())));
        } catch (IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }

    SealingKeyId id() {
        return key.publicKey().id();
    }
}
