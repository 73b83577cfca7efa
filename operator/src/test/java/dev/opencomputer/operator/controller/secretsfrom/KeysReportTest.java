/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.FailingKey;
import dev.opencomputer.operator.api.SecretsFromStatus;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeysReportTest {

    private final Keys keys = new Keys();

    @Test
    void oneReasonIsTheConditionsAndSeveralAreSummedUp() {
        keys.from("env").has("env", "tls.crt");
        assertThat(keys.report().reason()).isEqualTo(ConditionReason.INVALID_KEY_NAME);

        keys.from("gone").lacks("gone", ConditionReason.SECRET_NOT_FOUND);

        assertThat(keys.report().reason()).isEqualTo(ConditionReason.SECRETS_FAILING);
        assertThat(keys.report().message()).contains("tls.crt (env)", "Something is the matter with gone.");
    }

    @Test
    void aPauseIsToldWhereSomethingWaits() {
        keys.from("env").has("env", "TOKEN");
        assertThat(KeysReport.of(Keys.AGENT, keys.decide(), true).readyReason()).isEqualTo(ConditionReason.PAUSED);

        keys.made("TOKEN", "env", "TOKEN");

        assertThat(KeysReport.of(Keys.AGENT, keys.decide(), true).isReady()).isTrue();
    }

    @Test
    void oneOfItsAgentSecretsThatIsPausedIsNoPauseOfTheAgent() {
        keys.from("env").has("env", "TOKEN");
        Keys.says(keys.made("TOKEN", "env", "TOKEN"), ConditionReason.PAUSED);

        assertThat(keys.report().reason()).isEqualTo(ConditionReason.SECRETS_FAILING);
        assertThat(keys.report().message()).contains("TOKEN (Paused)").doesNotContain("annotation");
    }

    @Test
    void countsAndTheFirstTwentyThatFailAreTold() {
        int all = 25;
        keys.from("env")
                .has("env", IntStream.range(0, all).mapToObj(i -> "K" + i).toArray(String[]::new));
        IntStream.range(0, all)
                .forEach(i -> Keys.says(
                        keys.made("K" + i, "env", "K" + i),
                        i == 0 ? ConditionReason.IN_SYNC : ConditionReason.INVALID_VALUE));

        SecretsFromStatus counts = keys.report().counts().orElseThrow();

        assertThat(counts.getKeys()).isEqualTo(all);
        assertThat(counts.getInSync()).isOne();
        assertThat(counts.getFailing())
                .hasSize(SecretsFromStatus.MOST_FAILING)
                .first()
                .satisfies(failing -> {
                    assertThat(failing).returns("env", FailingKey::getSecret).returns("K1", FailingKey::getKey);
                    assertThat(failing.getReason()).isEqualTo("InvalidValue");
                });
        assertThat(keys.report().message())
                .contains("K1 (InvalidValue)", "and 14 more", "opencomputer.dev/secrets-from=resolver");
    }

    @Test
    void whereNothingFailsNoListIsThere() {
        keys.from("env").has("env", "TOKEN");
        keys.made("TOKEN", "env", "TOKEN");

        assertThat(keys.report().counts().orElseThrow().getFailing()).isNull();
    }
}
