/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.answer.Refusal;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who failed to log in too often, and of others from the same place. */
class SlowedLoginsTest {

    private final Door door = new Door();

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void whoeverFailedTooOftenHasToWaitWithKeysUntilTimeHasPassed() {
        door.failTooOften();
        int asked = door.server.seen().size();

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> door.authentication.with(Door.shown("X-API-Key", "ock_2"), Caller::name))
                .withMessageContaining("too many failed attempts")
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(429))
                .satisfies(refusal -> assertThat(refusal.retryAfter().orElseThrow())
                        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(61)));
        assertThat(door.server.seen()).hasSize(asked);
        assertThat(door.count("slowed")).isEqualTo(1);

        door.time.passes(FailureBudget.PERIOD);
        door.assertRefused(401, "invalid API key", "X-API-Key", "ock_2");
    }

    @Test
    void whoeverFailedTooOftenIsAskedAboutATokenOnceASecond() {
        door.failTooOften();
        int asked = door.server.seen().size();

        door.assertRefused(401, "does not take", "Authorization", "Bearer x.y.z");
        door.assertRefused(429, "too many failed attempts", "Authorization", "Bearer x.y.z");
        assertThat(door.server.seen()).hasSize(asked + 1);

        door.time.passes(FailureBudget.BETWEEN_TOKENS);
        door.server.knows(Door.TOKEN, "system:serviceaccount:team-b:bot");
        assertThat(door.authentication.with(Door.shown("Authorization", "Bearer " + Door.TOKEN), Caller::namespace))
                .isEqualTo("team-b");
    }

    @Test
    void aTokenInUseIsKnownForAsLongAsItIsUsed() {
        door.server.knows(Door.TOKEN, "system:serviceaccount:team-b:bot");
        door.authentication.with(Door.shown("Authorization", "Bearer " + Door.TOKEN), Caller::name);
        int asked = door.server.seen().size();

        IntStream.range(0, 5).forEach(n -> {
            door.time.passes(KnownTokens.LATELY.minusSeconds(1));
            door.authentication.with(Door.shown("Authorization", "Bearer " + Door.TOKEN), Caller::name);
        });
        door.failTooOften();
        door.authentication.with(Door.shown("Authorization", "Bearer " + Door.TOKEN), Caller::name);

        assertThat(door.server.seen()).hasSize(asked + FailureBudget.FAILURES);
    }

    @Test
    void whatTheApiServerFailsToSayIsHeldAgainstNobody() throws Exception {
        try (TokenServer other = new TokenServer()) {
            door.server.sendsTo(other);
            IntStream.range(0, 2 * FailureBudget.FAILURES)
                    .forEach(n -> assertThatExceptionOfType(KubernetesClientException.class)
                            .isThrownBy(() -> door.authentication.with(
                                    Door.shown("Authorization", "Bearer a.b." + n), Caller::name)));
        }
        door.assertRefused(401, "invalid API key", "X-API-Key", "ock_2");
    }

    @Test
    void whoIsKnownComesInFromWhereOthersFailedTooOften() {
        door.server.knows(Door.TOKEN, "system:serviceaccount:team-b:bot");
        door.authentication.with(Door.shown("Authorization", "Bearer " + Door.TOKEN), Caller::name);

        door.failTooOften();

        assertThat(door.authentication.with(Door.shown("X-API-Key", Door.KEY), Caller::name))
                .isEqualTo("ci");
        assertThat(door.authentication.with(Door.shown("Authorization", "Bearer " + Door.TOKEN), Caller::namespace))
                .isEqualTo("team-b");
    }

    @Test
    void othersComeInFromElsewhere() {
        door.failTooOften();
        door.server.knows(Door.TOKEN, "system:serviceaccount:team-b:bot");

        Arrival elsewhere =
                new Arrival(Door.shown("Authorization", "Bearer " + Door.TOKEN).headers(), "192.0.2.2");
        assertThat(door.authentication.with(elsewhere, Caller::namespace)).isEqualTo("team-b");
    }

    @Test
    void whoShowsNothingOrWhatHasExpiredIsNotHeldAgainstOthers() {
        door.keys.put(Door.KEY, Door.entry(Optional.of(door.time.instant())));
        IntStream.range(0, 2 * FailureBudget.FAILURES).forEach(n -> {
            door.assertRefused(401, "missing", "Accept", "*/*");
            door.assertRefused(401, "expired", "X-API-Key", Door.KEY);
        });

        door.assertRefused(401, "invalid API key", "X-API-Key", "ock_2");
    }
}
