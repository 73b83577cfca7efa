/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.ConditionReason;
import java.util.Comparator;
import java.util.Optional;

/**
 * What keeps one key, or those of a whole Secret, out of the agent's store.
 *
 * @param secret the Secret
 * @param key the key in the store; absent where the whole Secret is the matter
 * @param reason why
 * @param message what is wrong with the whole Secret; empty where the key and the reason say all
 */
record Trouble(String secret, Optional<String> key, ConditionReason reason, String message)
        implements Comparable<Trouble> {

    private static final Comparator<Trouble> ORDER = Comparator.comparing(Trouble::secret)
            .thenComparing(trouble -> trouble.key().orElse(""))
            .thenComparing(Trouble::reason);

    static Trouble ofKey(WantedKey wanted, ConditionReason reason) {
        return ofKey(wanted.secret(), wanted.key(), reason);
    }

    static Trouble ofKey(String secret, String key, ConditionReason reason) {
        return new Trouble(secret, Optional.of(key), reason, "");
    }

    static Trouble ofSecret(String secret, SecretKeys.Unusable unusable) {
        return new Trouble(secret, Optional.empty(), unusable.reason(), unusable.message());
    }

    @Override
    public int compareTo(Trouble other) {
        return ORDER.compare(this, other);
    }
}
