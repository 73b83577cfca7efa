/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import dev.opencomputer.operator.controller.keys.backup.BackedUpKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** In which order the keys of a back-up come back, and of which age. */
final class RestoreOrder {

    /** Keeps the order of keys that all have to be dated back. */
    private static final Duration APART = Duration.ofSeconds(1);

    private RestoreOrder() {}

    /**
     * The newest first: an operator that starts or looks meanwhile seals with the newest that is there, and would stay with
     * an old one. None is from the future, where a clock was wrong or somebody changed the file: such a key would be too
     * young to be renewed for as long, and newer than any that follows it.
     *
     * @param keys the keys of a back-up
     * @param now the time
     */
    static List<BackedUpKey> of(Collection<BackedUpKey> keys, Instant now) {
        List<BackedUpKey> order = new ArrayList<>();
        Instant latest = now;
        for (BackedUpKey key :
                keys.stream().sorted(BackedUpKey.BY_AGE.reversed()).toList()) {
            if (key.created().isAfter(latest)) {
                order.add(new BackedUpKey(key.key(), latest));
                latest = latest.minus(APART);
            } else {
                order.add(key);
            }
        }
        return order;
    }
}
