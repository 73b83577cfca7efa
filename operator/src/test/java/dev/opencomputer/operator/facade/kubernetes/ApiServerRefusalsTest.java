/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.answer.FieldProblem;
import dev.opencomputer.operator.facade.answer.Refusal;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerRefusalsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "etcdserver: request is too large",
                "rpc error: code = ResourceExhausted desc = trying to send message larger than max (2100000 vs. 2097152)"
            })
    void whatIsTooLargeToBeKeptIsTheCallersFault(String words) {
        Refusal refusal =
                refusal(new StatusBuilder().withCode(500).withMessage(words).build());

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).contains("larger than the Kubernetes API server can keep");
        assertThat(refusal.retryAfter()).isEmpty();
    }

    @Test
    void anyOtherFaultOfTheApiServerIsWorthAnotherTry() {
        Refusal refusal = refusal(new StatusBuilder()
                .withCode(500)
                .withMessage("etcdserver: no leader")
                .build());

        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.retryAfter()).isPresent();
    }

    @Test
    void tellsWhenToComeBackAsTheApiServerDoes() {
        Refusal refusal = refusal(new StatusBuilder()
                .withCode(429)
                .withNewDetails()
                .withRetryAfterSeconds(7)
                .endDetails()
                .build());

        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void isAwayWhereItHasNoTimeAndDoesNotSayWhenItWill() {
        Refusal refusal = refusal(new StatusBuilder().withCode(429).build());

        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.retryAfter()).contains(ApiServerRefusals.AWAY);
    }

    @Test
    void whatIsTooOldToGoOnWithIsGone() {
        assertThat(refusal(new StatusBuilder().withCode(410).build()).status()).isEqualTo(410);
    }

    @Test
    void leavesOutThatThereCouldBeMore() {
        Refusal refusal = refusal(invalid("spec.displayName", "Too long: may not be more than 256 bytes")
                .editDetails()
                .addNewCause(
                        "<nil>",
                        "Invalid value: null: some validation rules were not checked because the object was invalid",
                        "FieldValueInvalid")
                .endDetails()
                .build());

        assertThat(refusal.getMessage()).isEqualTo("display_name: Too long: may not be more than 256 bytes");
    }

    @Test
    void leavesOutTheRepeatedInputHoweverLongItIs() {
        Refusal refusal =
                refusal(invalid("spec.displayName", "Invalid value: \"" + "\\\"".repeat(100_000) + "\": is no name")
                        .build());

        assertThat(refusal.getMessage()).isEqualTo("display_name: is no name");
    }

    @ParameterizedTest
    @CsvSource({
        "spec.displayName, /display_name",
        "spec.config.idleTimeoutSeconds, /config/idle_timeout_s",
        "spec.config.agentConfig.allowedTools[1], /config/agent_config/allowed_tools/1",
        "spec.allowedHosts[0], /allowed_hosts/0",
        "spec.config.env[1A], /config/env/1A",
        "spec.config.env[A.B], /config/env/A.B",
        "spec.config.env.A.B[0], /config/env/A.B[0]",
        "spec.config.env, /config/env",
        "spec, ''",
        "metadata.name, ''"
    })
    void pointsToTheFieldInTheBodyThatWasSent(String field, String pointer) {
        Refusal refusal = refusal(invalid(field, "Invalid value: 5: is wrong").build());

        assertThat(refusal.fields()).containsExactly(new FieldProblem(pointer, "is wrong"));
    }

    private static StatusBuilder invalid(String field, String message) {
        return new StatusBuilder()
                .withCode(422)
                .withNewDetails()
                .addNewCause(field, message, "FieldValueInvalid")
                .endDetails();
    }

    private static Refusal refusal(Status status) {
        return ApiServerRefusals.refusal(
                new KubernetesClientException(String.valueOf(status.getMessage()), status.getCode(), status));
    }
}
