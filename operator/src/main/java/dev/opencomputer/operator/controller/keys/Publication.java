/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the ConfigMap with the public keys says: the keys, and in annotations which is current, how old they are, which
 * one is asked to be renewed, and which cluster this is.
 *
 * @param keys standard base64 of each public key, by its id
 * @param annotations those that are the operator's
 */
record Publication(Map<String, String> keys, Map<String, String> annotations) {

    /** Reads a ConfigMap. */
    static Publication of(ConfigMap map) {
        Map<String, String> ours = new TreeMap<>();
        Optional.ofNullable(map.getMetadata().getAnnotations()).orElse(Map.of()).forEach((name, value) -> {
            if (isOurs(name)) {
                ours.put(name, value);
            }
        });
        return new Publication(Optional.ofNullable(map.getData()).orElse(Map.of()), ours);
    }

    /** What is to be published: the public halves of exactly these keys, and no request, which is fulfilled then. */
    static Publication of(Collection<StoredKey> stored, SealingKeyId current, Optional<String> cluster) {
        Map<String, String> keys = new TreeMap<>();
        Map<String, String> annotations = new TreeMap<>();
        for (StoredKey key : stored) {
            keys.put(key.id().value(), key.key().publicKey().base64());
            annotations.put(Names.KEY_CREATED_PREFIX + key.id(), key.created().toString());
        }
        annotations.put(Names.CURRENT_KEY, current.value());
        cluster.ifPresent(id -> annotations.put(Annotations.CLUSTER_ID, id));
        return new Publication(keys, annotations);
    }

    /** The same with a request that a key is followed by a new one. */
    Publication askingFor(SealingKeyId key) {
        Map<String, String> asking = new TreeMap<>(annotations);
        asking.put(Names.RENEW_KEY, key.value());
        return new Publication(keys, asking);
    }

    /** Whether an annotation is the operator's to write. */
    static boolean isOurs(String annotation) {
        return annotation.equals(Names.CURRENT_KEY)
                || annotation.equals(Names.RENEW_KEY)
                || annotation.equals(Annotations.CLUSTER_ID)
                || annotation.startsWith(Names.KEY_CREATED_PREFIX);
    }

    /** The id of the key to seal with. */
    Optional<String> current() {
        return Optional.ofNullable(annotations.get(Names.CURRENT_KEY));
    }

    /** The same if all is said of it that an operator says of a key: anybody can name one. */
    Optional<String> currentThatWasOurs() {
        return current().filter(id -> keys.containsKey(id) && annotations.containsKey(Names.KEY_CREATED_PREFIX + id));
    }

    /** The id of the key that somebody asked to have followed by a new one. */
    Optional<String> renewalAskedFor() {
        return Optional.ofNullable(annotations.get(Names.RENEW_KEY));
    }
}
