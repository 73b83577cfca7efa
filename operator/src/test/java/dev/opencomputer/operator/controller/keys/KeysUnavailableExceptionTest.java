/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class KeysUnavailableExceptionTest {

    @Test
    void aRightThatIsMissingIsToldFromAQuotaThatIsUsedUp() {
        assertThat(message(
                        "secrets is forbidden: User \"system:serviceaccount:a:b\" cannot create resource \"secrets\" in"
                                + " API group \"\" in the namespace \"team-a\""))
                .contains("get, list, watch and create on secrets");
        assertThat(message("secrets \"k\" is forbidden: exceeded quota: few, requested: secrets=1, used: secrets=9,"
                        + " limited: secrets=9"))
                .contains("It is no right that is missing", "exceeded quota: few")
                .doesNotContain("get, list, watch");
    }

    @Test
    void whereNobodySaysWhyNothingIsRuledOut() {
        assertThat(message(null)).contains("get, list, watch and create on secrets", "no proxy, no quota");
        assertThat(message("Forbidden")).contains("get, list, watch and create on secrets", "no proxy, no quota");
    }

    private static String message(String answer) {
        return KeysUnavailableException.because(
                        "create the Secret team-a/k",
                        "team-a",
                        new KubernetesClientException(
                                answer,
                                403,
                                new StatusBuilder()
                                        .withCode(403)
                                        .withMessage(answer)
                                        .build()))
                .getMessage();
    }
}
