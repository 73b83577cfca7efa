/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import dev.opencomputer.operator.controller.keys.backup.BackedUpKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** In which order the keys of a back-up come back, and of which age. */
final class RestoreOrder {

    /** Keeps the order of keys that all have to be dated back. */
    private static final Duration APART = Duration.ofSeconds(1);

    private RestoreOrder() {}

    /**
     * The newest first: an operator that starts or looks meanwhile seals with the newest that is there, and would stay with
     * an old one. None is from the future, where a clock was wrong or somebody changed the file: such a key would be too
     * young to be renewed for as long, and newer than any that follows it. Where one was dated back by an earlier attempt, the
     * others are dated back from there, and not from now: else an old one would come out as the newest.
     *
     * @param keys the keys of a back-up
     * @param there when the keys were made that are there already, by what the cluster says
     * @param now the time
     */
    static List<BackedUpKey> of(Collection<BackedUpKey> keys, Map<SealingKeyId, Instant> there, Instant now) {
        List<BackedUpKey> order = new ArrayList<>();
        Instant latest = now;
        for (BackedUpKey key :
                keys.stream().sorted(BackedUpKey.BY_AGE.reversed()).toList()) {
            Instant created = there.getOrDefault(key.id(), key.created());
            if (created.isAfter(latest)) {
                created = latest;
            }
            order.add(new BackedUpKey(key.key(), created));
            if (created.isBefore(key.created())) {
                latest = created.minus(APART);
            }
        }
        return order;
    }
}
