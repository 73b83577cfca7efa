/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sealed values with every private key of the operator. A key that it has read stays with it until it ends, also
 * when the Secret is deleted; one that comes later, as from a back-up, is found when a value asks for it. Safe for use
 * by several threads.
 */
public final class SealingKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SealingKeys.class);

    /** Many values may ask for the same lost key: they share one look. */
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(5);

    private final KeySecrets secrets;
    private final KeyPublication publication;
    private final LongSupplier clock;
    private final Map<SealingKeyId, StoredKey> keys = new HashMap<>();
    private volatile KeyRing ring = KeyRing.of(List.of());
    private volatile Optional<PublicSealingKey> current = Optional.empty();
    private long lookedAt;

    private SealingKeys(KeySecrets secrets, KeyPublication publication, LongSupplier clock) {
        this.secrets = secrets;
        this.publication = publication;
        this.clock = clock;
    }

    /** Reads the keys, makes the first one where there is none, and publishes the public halves. */
    static SealingKeys prepare(KeySecrets secrets, KeyPublication publication, LongSupplier clock)
            throws KeysUnavailableException {
        SealingKeys keys = new SealingKeys(secrets, publication, clock);
        keys.prepare();
        return keys;
    }

    /**
     * Opens a sealed value. Whatever the text is, the answer is one of {@link Opening}, never an exception.
     *
     * @param sealedValue the text as it stands in the AgentSecret
     * @param place where it stands
     */
    public Opening open(String sealedValue, SealingPlace place) {
        Opening opening = ring.open(sealedValue, place);
        if (opening instanceof Opening.UnknownKey unknown && found(unknown.keyId())) {
            return ring.open(sealedValue, place);
        }
        return opening;
    }

    /** The key to seal with; absent before one was published. */
    public Optional<PublicSealingKey> current() {
        return current;
    }

    /** The keys that are there to open with. */
    public Set<SealingKeyId> ids() {
        return ring.keyIds();
    }

    private synchronized void prepare() throws KeysUnavailableException {
        add(secrets.labelled(KeyPurpose.SEALING));
        if (keys.isEmpty()) {
            PrivateSealingKey key = PrivateSealingKey.generate();
            Secret secret = secrets.createOrRead(
                    KeyPurpose.SEALING,
                    key.seed(),
                    Map.of(Names.SEALING_KEY_ID, key.publicKey().id().value()));
            if (!add(List.of(secret))) {
                throw new KeysUnavailableException("The Secret " + name(secret) + " holds no sealing key: its entry "
                        + KeyPurpose.SEALING.dataKey() + " must have 32 bytes. Restore it from a back-up. If there is"
                        + " none, delete it, and the operator makes a new key; what was sealed before must then be"
                        + " sealed again.");
            }
        }
        lookedAt = clock.getAsLong();
        publish();
    }

    private void publish() throws KeysUnavailableException {
        SealingKeyId published = publication.publish(keys.values());
        current = Optional.of(keys.get(published).key().publicKey());
    }

    /** Looks for a key that is not on the ring, unless somebody just has. */
    private synchronized boolean found(SealingKeyId id) {
        if (keys.containsKey(id)) {
            return true;
        }
        if (clock.getAsLong() - lookedAt < LOOK_AGAIN_AFTER.toNanos()) {
            return false;
        }
        lookedAt = clock.getAsLong();
        try {
            if (add(secrets.labelled(KeyPurpose.SEALING))) {
                LOG.info("Found more sealing keys; there are {} now", keys.size());
                publish();
            }
        } catch (KeysUnavailableException failure) {
            LOG.warn("{}", failure.getMessage());
        }
        return keys.containsKey(id);
    }

    /** Whether there was a key among these that was not known before. */
    private boolean add(Collection<Secret> read) {
        boolean more = false;
        for (Secret secret : read) {
            Optional<StoredKey> stored = StoredKey.read(secret);
            if (stored.isEmpty()) {
                LOG.warn(
                        "The Secret {} is labelled as a sealing key and holds none; it is left out. Its entry {} must have"
                                + " 32 bytes.",
                        name(secret),
                        KeyPurpose.SEALING.dataKey());
            } else if (keys.putIfAbsent(stored.get().id(), stored.get()) == null) {
                more = true;
            }
        }
        if (more) {
            ring = KeyRing.of(keys.values().stream().map(StoredKey::key).toList());
        }
        return more;
    }

    private static String name(Secret secret) {
        return secret.getMetadata().getNamespace() + "/" + secret.getMetadata().getName();
    }
}
