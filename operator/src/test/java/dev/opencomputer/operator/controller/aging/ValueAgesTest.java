/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.aging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.controller.reporting.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueAgesTest {

    private static final Instant SET = Instant.parse("2026-05-01T10:00:00.250Z");

    private final AgentSecret secret = new AgentSecret();

    ValueAgesTest() {
        SecretKeyReference reference = new SecretKeyReference();
        reference.setName("anthropic");
        dev.opencomputer.operator.api.ValueSource source = new dev.opencomputer.operator.api.ValueSource();
        source.setSecretKeyRef(reference);
        AgentSecretSpec spec = new AgentSecretSpec();
        spec.setValueFrom(source);
        spec.setMaxAge("100h");
        secret.setMetadata(new ObjectMetaBuilder().withGeneration(2L).build());
        secret.setSpec(spec);
    }

    private static AgentSecretStatus status(ConditionReason reason) {
        AgentSecretStatus status = new AgentSecretStatus();
        status.setValueSetAt(SET.toString());
        status.setConditions(Conditions.of(reason, "why", 2, null, SET));
        return status;
    }

    private Optional<Condition> tell(AgentSecretStatus status, Duration age) {
        return ValueAges.tell(secret, status, SET.plus(age));
    }

    /** What is written becomes what is known. */
    private AgentSecretStatus toldAfter(Duration age) {
        AgentSecretStatus status = status(ConditionReason.IN_SYNC);
        tell(status, age);
        secret.setStatus(status);
        return status;
    }

    private static List<String> types(AgentSecretStatus status) {
        return status.getConditions().stream().map(Condition::getType).toList();
    }

    @Test
    void sayNothingOfAYoungValue() {
        AgentSecretStatus status = status(ConditionReason.IN_SYNC);

        assertThat(tell(status, Duration.ofHours(89))).isEmpty();
        assertThat(types(status)).containsExactly("Ready");
    }

    @Test
    void sayExpiringAndLaterExpiredBesideReady() {
        assertThat(types(toldAfter(Duration.ofHours(91)))).containsExactly("Ready", "Expiring");
        assertThat(types(toldAfter(Duration.ofHours(101)))).containsExactly("Ready", "Expired");
    }

    @Test
    void sayItBesideWhateverElseIsTheMatter() {
        AgentSecretStatus status = status(ConditionReason.UNREACHABLE);

        tell(status, Duration.ofHours(101));

        assertThat(types(status)).containsExactly("Ready", "Reconciling", "Expired");
    }

    @Test
    void tellOfEachTransitionOnce() {
        assertThat(tell(status(ConditionReason.IN_SYNC), Duration.ofHours(91)))
                .hasValueSatisfying(told -> assertThat(told.getReason()).isEqualTo("MaxAgeNear"));
        toldAfter(Duration.ofHours(91));
        assertThat(tell(status(ConditionReason.IN_SYNC), Duration.ofHours(92))).isEmpty();

        assertThat(tell(status(ConditionReason.IN_SYNC), Duration.ofHours(101)))
                .hasValueSatisfying(told -> assertThat(told.getReason()).isEqualTo("MaxAgeExceeded"));
        toldAfter(Duration.ofHours(101));
        assertThat(tell(status(ConditionReason.IN_SYNC), Duration.ofHours(1000)))
                .isEmpty();
    }

    @Test
    void areTheSameAtEachLookSoThatNothingIsWritten() {
        AgentSecretStatus before = toldAfter(Duration.ofHours(101));

        AgentSecretStatus after = status(ConditionReason.IN_SYNC);
        tell(after, Duration.ofHours(500));

        assertThat(after.getConditions()).isEqualTo(before.getConditions());
    }

    @Test
    void takeBackWhatTheySaidWhenANewValueWasSet() {
        toldAfter(Duration.ofHours(101));
        AgentSecretStatus renewed = status(ConditionReason.IN_SYNC);
        renewed.setConditions(secret.getStatus().getConditions());
        renewed.setValueSetAt(SET.plus(Duration.ofHours(102)).toString());

        assertThat(tell(renewed, Duration.ofHours(103))).isEmpty();
        assertThat(types(renewed)).containsExactly("Ready");
    }

    @Test
    void takeBackWhatTheySaidWhenThereIsNoLimitAnyMore() {
        toldAfter(Duration.ofHours(101));
        secret.getSpec().setMaxAge(null);
        AgentSecretStatus unlimited = status(ConditionReason.IN_SYNC);

        tell(unlimited, Duration.ofHours(103));

        assertThat(types(unlimited)).containsExactly("Ready");
    }

    @Test
    void sayWhenAndWhatToDo() {
        assertThat(tell(status(ConditionReason.IN_SYNC), Duration.ofHours(91)).orElseThrow())
                .extracting(Condition::getMessage)
                .isEqualTo("The value reaches its maxAge, 100h, at 2026-05-05T14:00:00Z. Put a new one into the Secret"
                        + " anthropic before then.");

        secret.getSpec().setValueFrom(null);
        secret.getSpec().setSealedValue("oc1");
        assertThat(tell(status(ConditionReason.IN_SYNC), Duration.ofHours(101)).orElseThrow())
                .extracting(Condition::getMessage)
                .isEqualTo("The value has been older than its maxAge, 100h, since 2026-05-05T14:00:00Z; it stays at"
                        + " OpenComputer. Seal a new one.");
    }

    @ParameterizedTest
    @CsvSource({
        "1h, PT1H",
        "90m, PT90M",
        "90d, P90D",
        "1d12h, PT36H",
        "2160h, P90D",
        "1h30m15s, PT1H30M15S",
        "2d30s, PT48H30S",
        "9999d, P9999D"
    })
    void readTheLimitAsKubectlShowsAges(String maxAge, Duration limit) {
        secret.getSpec().setMaxAge(maxAge);

        assertThat(tell(status(ConditionReason.IN_SYNC), limit.minusSeconds(1)))
                .hasValueSatisfying(told -> assertThat(told.getType()).isEqualTo("Expiring"));
        assertThat(tell(status(ConditionReason.IN_SYNC), limit))
                .hasValueSatisfying(told -> assertThat(told.getType()).isEqualTo("Expired"));
    }

    @Test
    void takeALimitThatNobodyCanReadForNone() {
        secret.getSpec().setMaxAge("a while");

        assertThat(tell(status(ConditionReason.IN_SYNC), Duration.ofDays(1000))).isEmpty();
    }

    @Test
    void countFromTheLastPutWhereNothingSaysWhenTheValueWasNew() {
        AgentSecretStatus status = status(ConditionReason.IN_SYNC);
        status.setValueSetAt(null);
        status.setSetAt(SET.toString());

        assertThat(tell(status, Duration.ofHours(101))).isPresent();
        status.setSetAt("yesterday");
        assertThat(tell(status, Duration.ofHours(101))).isEmpty();
    }

    @Test
    void countFromTheLastPutWhereNobodyCanReadWhenTheValueWasNew() {
        AgentSecretStatus status = status(ConditionReason.IN_SYNC);
        status.setValueSetAt("long ago");
        status.setSetAt(SET.toString());

        assertThat(tell(status, Duration.ofHours(101))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z"})
    void stopNothingForATimeOutOfAllBounds(String since) {
        AgentSecretStatus status = status(ConditionReason.IN_SYNC);
        status.setValueSetAt(since);
        secret.setStatus(status);

        assertThatCode(() -> tell(status, Duration.ZERO)).doesNotThrowAnyException();
        assertThatCode(() -> ValueAges.untilNext(secret, SET, 0)).doesNotThrowAnyException();
    }

    @Test
    void wakeJustWhenTheNextStageBegins() {
        secret.setStatus(status(ConditionReason.IN_SYNC));

        assertThat(ValueAges.untilNext(secret, SET.plus(Duration.ofHours(89)), 0))
                .contains(Duration.ofHours(1).plusMillis(1));
        assertThat(ValueAges.untilNext(secret, SET.plus(Duration.ofHours(90)).minusNanos(1), 0))
                .contains(Duration.ofMillis(1));
        assertThat(ValueAges.untilNext(secret, SET.plus(Duration.ofHours(101)), 0))
                .isEmpty();
    }

    @Test
    void wakeThoseThatWereSetTogetherUpToAThousandthOfTheAgeLater() {
        secret.setStatus(status(ConditionReason.IN_SYNC));

        assertThat(ValueAges.untilNext(secret, SET.plus(Duration.ofHours(89)), 0.5))
                .contains(Duration.ofHours(1).plusSeconds(180).plusMillis(1));
        assertThat(ValueAges.untilNext(secret, SET.plus(Duration.ofHours(89)), 1))
                .contains(Duration.ofHours(1).plusSeconds(360).plusMillis(1));
    }

    @Test
    void wakeNobodyWithoutALimitOrAStatus() {
        assertThat(ValueAges.untilNext(secret, SET, 0)).isEmpty();
        secret.setStatus(status(ConditionReason.IN_SYNC));
        secret.getSpec().setMaxAge(null);
        assertThat(ValueAges.untilNext(secret, SET, 0)).isEmpty();
    }
}
