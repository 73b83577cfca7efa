/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.controller.monitoring.ValueMetrics.Ages;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValueMetricsTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final SealingKeyId OLD = new SealingKeyId("00000000000000aa");
    private static final SealingKeyId CURRENT = new SealingKeyId("00000000000000bb");

    private static AgentSecret secret() {
        AgentSecret secret = new AgentSecret();
        secret.setSpec(new AgentSecretSpec());
        return secret;
    }

    private static AgentSecret sealed(String text) {
        AgentSecret secret = secret();
        secret.getSpec().setSealedValue(text);
        return secret;
    }

    private static AgentSecret aged(Duration age) {
        AgentSecret secret = secret();
        AgentSecretStatus status = new AgentSecretStatus();
        status.setValueSetAt(NOW.minus(age).toString());
        secret.setStatus(status);
        return secret;
    }

    private static AgentSecret saying(ConditionType type) {
        AgentSecret secret = aged(Duration.ZERO);
        secret.getStatus()
                .setConditions(
                        List.of(Conditions.whileTrue(type, ConditionReason.MAX_AGE_EXCEEDED, "why", 1, null, NOW)));
        return secret;
    }

    @Test
    void countHowManyAreOlderThanEachLimit() {
        Ages ages = ValueMetrics.ages(
                Stream.of(aged(Duration.ZERO), aged(Duration.ofDays(8)), aged(Duration.ofDays(100)), secret()), NOW);

        assertThat(ages.olderThan()).isEqualTo(Map.of(0, 3, 1, 2, 7, 2, 30, 1, 90, 1, 180, 0, 365, 0));
    }

    @Test
    void tellWhenTheOldestWasSet() {
        assertThat(ValueMetrics.ages(Stream.of(aged(Duration.ofDays(8)), aged(Duration.ofDays(100))), NOW)
                        .oldest())
                .contains(NOW.minus(Duration.ofDays(100)));
    }

    @Test
    void haveEverySeriesWhereNothingWasSet() {
        Ages ages = ValueMetrics.ages(Stream.of(secret()), NOW);

        assertThat(ages.olderThan())
                .hasSize(7)
                .allSatisfy((days, count) -> assertThat(count).isZero());
        assertThat(ages.oldest()).isEmpty();
    }

    @Test
    void countWhatIsNearOrPastItsMaxAge() {
        Ages ages = ValueMetrics.ages(
                Stream.of(saying(ConditionType.EXPIRING), saying(ConditionType.EXPIRED), saying(ConditionType.EXPIRED)),
                NOW);

        assertThat(ages.expiring()).isOne();
        assertThat(ages.expired()).isEqualTo(2);
    }

    @Test
    void countTheValuesOfEachKeyAndShowThoseWithoutAny() {
        Map<String, Integer> byKey = ValueMetrics.byKey(
                Stream.of(sealed("oc1." + OLD + ".AAAA"), sealed("oc1." + OLD + ".BBBB"), secret()),
                Set.of(OLD, CURRENT));

        assertThat(byKey).isEqualTo(Map.of(OLD.value(), 2, CURRENT.value(), 0, ValueMetrics.NO_KEY, 0));
    }

    @Test
    void makeOneSeriesOfAllThatNoneOfTheKeysOpens() {
        Map<String, Integer> byKey = ValueMetrics.byKey(
                Stream.of(sealed("oc1.00000000000000cc.AAAA"), sealed("oc1.00000000000000dd.AAAA"), sealed("no")),
                Set.of(CURRENT));

        assertThat(byKey).isEqualTo(Map.of(CURRENT.value(), 0, ValueMetrics.NO_KEY, 3));
    }

    @Test
    void readNoStatusThatNobodyCanRead() {
        AgentSecret unreadable = aged(Duration.ZERO);
        unreadable.getStatus().setValueSetAt("yesterday");

        assertThat(ValueMetrics.ages(Stream.of(unreadable), NOW).oldest()).isEqualTo(Optional.empty());
    }
}
