/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Public keys as they are published: each under its id, and the id of the one to seal with. */
public final class PublishedKeys {

    private PublishedKeys() {}

    /**
     * The key to seal with.
     *
     * @param keys standard base64 of each public key, by its id
     * @param currentId the id of the key to seal with, as it is published beside them
     * @throws IllegalArgumentException when none is named, or the one that is named is missing, no key, or another key
     *     than its id says
     */
    public static PublicSealingKey current(Map<String, String> keys, Optional<String> currentId) {
        String id = currentId.orElseThrow(() -> new IllegalArgumentException("none is named as the current one"));
        if (!SealingKeyId.isOne(id)) {
            // Who may write the file or the ConfigMap would write on the reader's terminal.
            throw new IllegalArgumentException("what is named as the current one is no id of a key");
        }
        String base64 = keys.get(id);
        if (base64 == null) {
            throw new IllegalArgumentException("the current one, " + id + ", is not among them: " + there(keys));
        }
        PublicSealingKey key;
        try {
            key = PublicSealingKey.parse(base64);
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException(
                    "the current one, " + id + ", cannot be used: " + unusable.getMessage(), unusable);
        }
        if (!key.id().value().equals(id)) {
            throw new IllegalArgumentException(
                    "the current one, " + id + ", is in truth the key " + key.id() + ", so it was changed by hand");
        }
        return key;
    }

    private static String there(Map<String, String> keys) {
        List<String> ids =
                keys.keySet().stream().filter(SealingKeyId::isOne).sorted().toList();
        return ids.isEmpty() ? "there is none" : String.join(", ", ids);
    }
}
