/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.keys.backup.BackedUpKey;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestoreOrderTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void theNewestComesFirst() {
        BackedUpKey oldest = key(NOW.minus(Duration.ofDays(200)));
        BackedUpKey older = key(NOW.minus(Duration.ofDays(100)));
        BackedUpKey newest = key(NOW.minus(Duration.ofDays(1)));

        assertThat(RestoreOrder.of(List.of(older, newest, oldest), Map.of(), NOW))
                .containsExactly(newest, older, oldest);
    }

    @Test
    void ofTwoOfOneMomentTheOneThatAnOperatorTakesComesFirst() {
        BackedUpKey one = key(NOW);
        BackedUpKey other = key(NOW);
        List<BackedUpKey> byId =
                one.id().value().compareTo(other.id().value()) > 0 ? List.of(one, other) : List.of(other, one);

        assertThat(RestoreOrder.of(List.of(one, other), Map.of(), NOW)).isEqualTo(byId);
    }

    @Test
    void keysFromTheFutureBecomeAsOldAsTheyCanWithoutChangingPlaces() {
        BackedUpKey farthest = key(Instant.MAX);
        BackedUpKey far = key(NOW.plus(Duration.ofDays(1)));
        BackedUpKey justMade = key(NOW.minusMillis(10));
        BackedUpKey older = key(NOW.minus(Duration.ofDays(1)));

        List<BackedUpKey> order = RestoreOrder.of(List.of(older, justMade, far, farthest), Map.of(), NOW);

        assertThat(order)
                .extracting(BackedUpKey::key)
                .containsExactly(farthest.key(), far.key(), justMade.key(), older.key());
        assertThat(order)
                .extracting(BackedUpKey::created)
                .containsExactly(NOW, NOW.minusSeconds(1), NOW.minusSeconds(2), older.created());
    }

    @Test
    void keysFromTheFutureKeepTheirPlacesAlsoWhereARestoreBrokeOffAndIsRepeated() {
        BackedUpKey newer = key(NOW.plus(Duration.ofDays(2)));
        BackedUpKey older = key(NOW.plus(Duration.ofDays(1)));

        List<BackedUpKey> again =
                RestoreOrder.of(List.of(older, newer), Map.of(newer.id(), NOW), NOW.plus(Duration.ofMinutes(5)));

        assertThat(again).extracting(BackedUpKey::key).containsExactly(newer.key(), older.key());
        assertThat(again).extracting(BackedUpKey::created).containsExactly(NOW, NOW.minusSeconds(1));
    }

    private static BackedUpKey key(Instant created) {
        return new BackedUpKey(PrivateSealingKey.generate(), created);
    }
}
