/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.controller.aging.ValueAges;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How old the values of AgentSecrets are and what seals them, counted over what the informer holds. */
final class ValueMetrics {

    /** What a value is sealed with that none of the operator's keys opens, or that is no sealed value. */
    static final String NO_KEY = "none";

    /** The limits of the age, in days; zero counts every value that was set. */
    private static final int[] DAYS = {0, 1, 7, 30, 90, 180, 365};

    /**
     * How the values stand.
     *
     * @param olderThan how many are older than so many days
     * @param oldest when the oldest was set
     * @param expiring how many are in the last tenth of their {@code maxAge}
     * @param expired how many are older than their {@code maxAge}
     */
    record Ages(Map<Integer, Integer> olderThan, Optional<Instant> oldest, int expiring, int expired) {}

    private ValueMetrics() {}

    static Ages ages(Stream<AgentSecret> secrets, Instant now) {
        Map<Integer, Integer> olderThan = new TreeMap<>();
        for (int days : DAYS) {
            olderThan.put(days, 0);
        }
        Instant[] oldest = {null};
        int[] stages = {0, 0};
        secrets.forEach(secret -> {
            ValueAges.setAt(secret.getStatus()).ifPresent(since -> {
                oldest[0] = oldest[0] == null || since.isBefore(oldest[0]) ? since : oldest[0];
                olderThan.replaceAll((days, count) ->
                        since.isBefore(now.minus(Duration.ofDays(days))) || days == 0 ? count + 1 : count);
            });
            stages[0] += says(secret, ConditionType.EXPIRING) ? 1 : 0;
            stages[1] += says(secret, ConditionType.EXPIRED) ? 1 : 0;
        });
        return new Ages(olderThan, Optional.ofNullable(oldest[0]), stages[0], stages[1]);
    }

    /**
     * How many values each key seals, by its id.
     *
     * @param known the keys that there are; each is in the answer
     */
    static Map<String, Integer> byKey(Stream<AgentSecret> secrets, Set<SealingKeyId> known) {
        Map<String, Integer> byKey = new TreeMap<>();
        known.forEach(key -> byKey.put(key.value(), 0));
        byKey.put(NO_KEY, 0);
        secrets.map(secret -> secret.getSpec().getSealedValue())
                .filter(text -> text != null)
                // What people write must not make series of its own.
                .map(text -> SealedValue.keyIdOf(text)
                        .filter(known::contains)
                        .map(SealingKeyId::value)
                        .orElse(NO_KEY))
                .forEach(key -> byKey.merge(key, 1, Integer::sum));
        return byKey;
    }

    private static boolean says(AgentSecret secret, ConditionType type) {
        return secret.getStatus() != null
                && Conditions.find(secret.getStatus().getConditions(), type).isPresent();
    }
}
