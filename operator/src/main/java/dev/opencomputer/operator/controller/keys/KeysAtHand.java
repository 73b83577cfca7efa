/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sealing keys that were stored when they were read last. Safe for use by several threads, of which one reads. */
final class KeysAtHand {

    private static final Logger LOG = LoggerFactory.getLogger(KeysAtHand.class);

    private volatile List<StoredKey> stored = List.of();
    private Set<String> withoutKey = Set.of();
    private volatile KeyRing ring = KeyRing.of(List.of());

    /** The keys; the same may be in two Secrets. */
    List<StoredKey> stored() {
        return stored;
    }

    /** Opens with them. */
    KeyRing ring() {
        return ring;
    }

    /** Whether a key is among them. */
    boolean has(SealingKeyId id) {
        return ring.keyIds().contains(id);
    }

    /**
     * From now on exactly these are at hand.
     *
     * @param secrets those with the label; one that holds no key is left out
     * @return the ids of the keys that came or went
     */
    Set<SealingKeyId> take(List<Secret> secrets) {
        List<StoredKey> now = new ArrayList<>();
        Set<String> without = new HashSet<>();
        for (Secret secret : secrets) {
            StoredKey.read(secret)
                    .ifPresentOrElse(
                            now::add,
                            () -> without.add(secret.getMetadata().getNamespace() + "/"
                                    + secret.getMetadata().getName()));
        }
        tellOnce(without);
        Set<SealingKeyId> before = ring.keyIds();
        Set<SealingKeyId> after = now.stream().map(StoredKey::id).collect(Collectors.toSet());
        stored = List.copyOf(now);
        if (!before.equals(after)) {
            ring = KeyRing.of(now.stream().map(StoredKey::key).toList());
        }
        Set<SealingKeyId> gone = difference(before, after);
        if (!gone.isEmpty()) {
            LOG.warn(
                    "The Secrets with the sealing keys {} are gone: what is sealed with these cannot be opened any more, until"
                            + " they are restored from a back-up.",
                    gone);
        }
        Set<SealingKeyId> changed = difference(after, before);
        changed.addAll(gone);
        return changed;
    }

    /** Objects that name keys which are not there have the Secrets read again and again. */
    private void tellOnce(Set<String> without) {
        difference(without, withoutKey)
                .forEach(secret -> LOG.warn(
                        "The Secret {} is labelled as a sealing key and holds none; it is left out. Its entry {} must have"
                                + " 32 bytes.",
                        secret,
                        KeyPurpose.SEALING.dataKey()));
        withoutKey = without;
    }

    private static <T> Set<T> difference(Set<T> all, Set<T> without) {
        Set<T> rest = new HashSet<>(all);
        rest.removeAll(without);
        return rest;
    }
}
