/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.controller.secret.SecretFixture.NOW;
import static dev.opencomputer.operator.controller.secret.SecretFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a status says of when the key was written, by the server's clock. */
class WrittenAtTest {

    private static final Verdict IN_SYNC = new Verdict(ConditionReason.IN_SYNC, "fine");
    private static final Verdict UNREACHABLE = new Verdict(ConditionReason.UNREACHABLE, "no answer");

    private static AgentSecretStatus after(SecretFixture secret, Situation situation, Verdict verdict) {
        return SecretStatuses.after(secret.get(), verdict, situation.observed(), NOW);
    }

    @Test
    void recordsWhenAPutWasAnsweredByTheServersClock() {
        AgentSecretStatus status = after(
                secret(),
                Situation.secret().read().key(new KeyView.Put(Optional.of(Instant.parse("2026-05-01T11:59:58Z")))),
                IN_SYNC);

        assertThat(status.getWrittenAt()).isEqualTo("2026-05-01T11:59:58Z");
    }

    @Test
    void recordsWhenAKeyThatWasPutBackIsListedAsWritten() {
        AgentSecretStatus status = after(
                secret(),
                Situation.secret()
                        .read()
                        .key(new KeyView.PutBackAndFound(
                                List.of(), Optional.of(Instant.parse("2026-05-01T11:59:58.25Z")), Optional.empty())),
                IN_SYNC);

        assertThat(status.getWrittenAt()).isEqualTo("2026-05-01T11:59:58.250Z");
    }

    @Test
    void learningLaterWhenTheKeyWasWrittenIsWorthNoWrite() {
        SecretFixture secret = secret().put();
        secret.get().getStatus().setWrittenAt("2026-05-01T11:59:58Z");

        AgentSecretStatus status = after(
                secret, Situation.secret().put().read().keyWrittenAt(Instant.parse("2026-05-01T11:59:57.5Z")), IN_SYNC);

        assertThat(status.getWrittenAt()).isEqualTo("2026-05-01T11:59:58Z");
    }

    @Test
    void learnsWhenAKeyWasWrittenThatAnEarlierReleasePut() {
        Instant written = Instant.parse("2026-05-01T11:59:57.5Z");
        Situation listed = Situation.secret().put().read().keyWrittenAt(written);
        AgentSecretStatus status = after(secret().put(), listed, IN_SYNC);

        SecretStatuses.learnWrittenAt(status, UNREACHABLE, listed.observed());
        assertThat(status.getWrittenAt()).isNull();
        SecretStatuses.learnWrittenAt(status, IN_SYNC, listed.observed());
        assertThat(status.getWrittenAt()).isEqualTo("2026-05-01T11:59:57.500Z");
        SecretStatuses.learnWrittenAt(
                status,
                IN_SYNC,
                Situation.secret().put().keyWrittenAt(written.plusSeconds(1)).observed());
        assertThat(status.getWrittenAt()).isEqualTo("2026-05-01T11:59:57.500Z");
    }

    @Test
    void knowsNotWhenTheKeyWasWrittenAfterAPutThatWasNotAnswered() {
        SecretFixture secret = secret().put();
        secret.get().getStatus().setWrittenAt("2026-05-01T11:59:58Z");

        AgentSecretStatus status = after(secret, Situation.secret().read().key(new KeyView.Unanswered()), UNREACHABLE);

        assertThat(status.getWrittenAt()).isNull();
    }

    @Test
    void readsNoTimeFromWordsThatAreNone() {
        SecretFixture secret = secret().put();
        secret.get().getStatus().setWrittenAt("yesterday");

        assertThat(SecretStatuses.holding(secret.get()).mark()).isEqualTo(WriteMark.UNKNOWN);
    }
}
