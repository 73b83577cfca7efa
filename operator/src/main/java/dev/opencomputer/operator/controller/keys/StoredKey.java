/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Optional;

/**
 * A private sealing key as it is kept in a Secret.
 *
 * @param key the key; never shown
 * @param created when it was made, which is before its Secret where that came from a back-up; by the clock of the operator
 *     that made it, but always later than the keys that were there
 * @param stored when the API server stored its Secret, by its own clock
 * @param secretName the name of its Secret
 */
public record StoredKey(PrivateSealingKey key, Instant created, Instant stored, String secretName) {

    /** The newest last; the id decides among those of one moment, so that everybody chooses the same. */
    public static final Comparator<StoredKey> BY_AGE = Comparator.comparing(StoredKey::created)
            .thenComparing(stored -> stored.id().value());

    private static final Instant NO_LONGER_A_DATE = Instant.parse("+10000-01-01T00:00:00Z");

    /** Reads a Secret; empty when it holds no sealing key. */
    static Optional<StoredKey> read(Secret secret) {
        try {
            return KeySecrets.key(KeyPurpose.SEALING, secret)
                    .map(PrivateSealingKey::of)
                    .map(key -> new StoredKey(
                            key,
                            createdAt(secret.getMetadata()),
                            storedAt(secret.getMetadata()),
                            secret.getMetadata().getName()));
        } catch (IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }

    /** The key's id. */
    public SealingKeyId id() {
        return key.publicKey().id();
    }

    /**
     * From when on its age counts. A key from the future was made while a clock was ahead; it is as old as its Secret, then.
     *
     * @param now the time
     * @return a moment that may be in the future still, where the API server's clock was ahead as well
     */
    public Instant since(Instant now) {
        return created.isAfter(now) ? stored : created;
    }

    private static Instant storedAt(ObjectMeta metadata) {
        return Instant.parse(metadata.getCreationTimestamp());
    }

    /** A back-up brings the time along; a Secret that was made by hand has none, or one with which nobody could reckon. */
    private static Instant createdAt(ObjectMeta metadata) {
        Instant ofTheSecret = storedAt(metadata);
        try {
            return Optional.ofNullable(metadata.getAnnotations())
                    .map(annotations -> annotations.get(Names.KEY_CREATED_AT))
                    .map(Instant::parse)
                    .filter(created -> !created.isBefore(Instant.EPOCH) && created.isBefore(NO_LONGER_A_DATE))
                    .orElse(ofTheSecret);
        } catch (DateTimeParseException changedByHand) {
            return ofTheSecret;
        }
    }
}
