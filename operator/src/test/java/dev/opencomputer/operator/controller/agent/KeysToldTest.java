/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.AgentFixture.NOW;
import static dev.opencomputer.operator.controller.agent.AgentFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.SecretsFromStatus;
import dev.opencomputer.operator.controller.agent.Verdict.ClaimFate;
import dev.opencomputer.operator.controller.secretsfrom.KeysReport;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysToldTest {

    private static final Verdict IN_SYNC = new Verdict(ConditionReason.IN_SYNC, "fine", ClaimFate.RECORD);

    private static Optional<KeysReport> keys(ConditionReason reason) {
        return Optional.of(new KeysReport(reason, "the keys", Optional.of(new SecretsFromStatus())));
    }

    private static AgentStatus told(Agent agent, Verdict own, Optional<KeysReport> keys) {
        AgentStatus status = AgentStatuses.copy(agent.getStatus());
        KeysTold.put(agent, status, own, keys, NOW);
        return status;
    }

    @ParameterizedTest
    @CsvSource({
        "IN_SYNC, IN_SYNC",
        "SECRETS_PENDING, SECRETS_PENDING",
        "PAUSED, PAUSED",
        "SECRETS_FAILING, SECRETS_FAILING",
        "SECRET_NOT_FOUND, SECRETS_FAILING",
        "INVALID_VALUE, SECRETS_FAILING",
        "UNREACHABLE, SECRETS_FAILING",
    })
    void readyIsNoBetterThanTheKeys(ConditionReason keys, ConditionReason ready) {
        assertThat(KeysTold.with(IN_SYNC, keys(keys)).reason()).isEqualTo(ready);
        assertThat(KeysTold.with(IN_SYNC, keys(keys)).claim()).isEqualTo(ClaimFate.RECORD);
    }

    @Test
    void whatIsTheMatterWithTheAgentItselfIsToldFirst() {
        Verdict unreachable = Verdict.of(ConditionReason.UNREACHABLE, "no answer");

        AgentStatus status = told(agent().get(), unreachable, keys(ConditionReason.SECRET_NOT_FOUND));

        assertThat(status.getConditions())
                .extracting(Condition::getType, Condition::getStatus, Condition::getReason)
                .containsExactly(
                        tuple("Ready", "False", "Unreachable"),
                        tuple("Reconciling", "True", "Retrying"),
                        tuple("SecretsReady", "False", "SecretNotFound"));
    }

    @Test
    void withoutWholeSecretsNothingOfThemIsLeft() {
        Agent agent = agent().get();
        agent.setStatus(told(agent, IN_SYNC, keys(ConditionReason.IN_SYNC)));
        assertThat(agent.getStatus().getConditions())
                .extracting(Condition::getType)
                .containsExactly("Ready", "SecretsReady");

        AgentStatus status = told(agent, IN_SYNC, Optional.empty());

        assertThat(status.getConditions()).extracting(Condition::getType).containsExactly("Ready");
        assertThat(status.getSecretsFrom()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"SECRETS_PENDING", "SECRETS_FAILING"})
    void aRestartTakesAnAgentForSettledWhoseKeysAreNot(ConditionReason reason) {
        assertThat(AgentStatuses.isSettled(reason)).isTrue();
    }
}
