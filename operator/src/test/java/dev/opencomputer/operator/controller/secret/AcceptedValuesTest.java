/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.controller.secret.SecretFixture.BORN;
import static dev.opencomputer.operator.controller.secret.SecretFixture.LATER;
import static dev.opencomputer.operator.controller.secret.SecretFixture.NOW;
import static dev.opencomputer.operator.controller.secret.SecretFixture.secret;
import static dev.opencomputer.operator.controller.secret.Situation.FORMER_DIGEST;
import static dev.opencomputer.operator.controller.secret.Situation.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the status says of the value that the agents API accepted. */
class AcceptedValuesTest {

    private static final Verdict IN_SYNC = new Verdict(ConditionReason.IN_SYNC, "fine");
    private static final Verdict UNREACHABLE = new Verdict(ConditionReason.UNREACHABLE, "no answer");

    @Test
    void namesTheAcceptanceOfTheValueThatOpenComputerHas() {
        SecretFixture accepted = secret().annotated(Annotations.ACCEPTED_AT, BORN);

        assertThat(after(accepted, Situation.secret().read().key(new KeyView.Put(Optional.empty())), IN_SYNC)
                        .getAcceptedAt())
                .isEqualTo(BORN);
        assertThat(after(secret(), Situation.secret().read().key(new KeyView.Put(Optional.empty())), IN_SYNC)
                        .getAcceptedAt())
                .isNull();
    }

    @Test
    void namesNoAcceptanceWhileOpenComputerHasAFormerValue() {
        SecretFixture former = secret().annotated(Annotations.ACCEPTED_AT, LATER)
                .put(STORE.value(), FORMER_DIGEST)
                .accepted(BORN);

        assertThat(after(former, Situation.secret().read(), UNREACHABLE).getAcceptedAt())
                .isNull();
        assertThat(after(former, Situation.secret().read().key(new KeyView.Unanswered()), UNREACHABLE)
                        .getAcceptedAt())
                .isNull();
    }

    @Test
    void keepsTheAcceptanceInLaterTrouble() {
        SecretFixture arrived =
                secret().annotated(Annotations.ACCEPTED_AT, BORN).put().accepted(BORN);

        assertThat(after(arrived, Situation.secret().put().read(), UNREACHABLE).getAcceptedAt())
                .isEqualTo(BORN);
        assertThat(after(
                                arrived,
                                Situation.secret().put().noValue(ConditionReason.SECRET_NOT_FOUND),
                                new Verdict(ConditionReason.SECRET_NOT_FOUND, "gone"))
                        .getAcceptedAt())
                .isEqualTo(BORN);
    }

    private static AgentSecretStatus after(SecretFixture secret, Situation situation, Verdict verdict) {
        return SecretStatuses.after(secret.get(), verdict, situation.observed(), NOW);
    }
}
