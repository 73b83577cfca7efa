/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.testing.TestAuthority;
import org.junit.jupiter.api.Test;

class CaBundleTest {

    private static final TestAuthority ONE = TestAuthority.named("one");
    private static final TestAuthority OTHER = TestAuthority.named("other");

    @Test
    void isEqualToAnotherWithTheSameCertificates() {
        assertThat(CaBundle.of(ONE.pem() + OTHER.pem()))
                .isEqualTo(CaBundle.of("# ours\n" + ONE.pem() + "\r\nsubject=CN = other\n" + OTHER.pem() + "\n"))
                .hasSameHashCodeAs(CaBundle.of(ONE.pem() + OTHER.pem()))
                .isNotEqualTo(CaBundle.of(ONE.pem()));
    }

    @Test
    void refusesTextWithoutACertificate() {
        assertThatThrownBy(() -> CaBundle.of("canary"))
                .hasMessageStartingWith("it holds no whole certificate in PEM")
                .hasMessageNotContaining("canary");
    }

    @Test
    void namesTheCertificateThatCannotBeRead() {
        String damaged = OTHER.pem().replaceAll("(?m)^M.{20}", "canaryCanaryCanary");

        assertThatThrownBy(() -> CaBundle.of(ONE.pem() + damaged))
                .hasMessage("its certificate 2 cannot be read: paste it again as a whole")
                .hasNoCause();
    }

    @Test
    void noticesACertificateThatIsCutOff() {
        String cut = OTHER.pem().substring(0, OTHER.pem().indexOf("-----END"));

        assertThatThrownBy(() -> CaBundle.of(ONE.pem() + cut)).hasMessageContaining("is cut off");
        assertThatThrownBy(() -> CaBundle.of(cut)).hasMessageStartingWith("it holds no whole certificate");
    }

    @Test
    void refusesAPrivateKeyWithoutRepeatingIt() {
        String key = ONE.privateKeyPem();

        assertThatThrownBy(() -> CaBundle.of(ONE.pem() + key))
                .hasMessageContaining("a private key")
                .hasMessageNotContaining(key.lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void takesNoLongerForTextThatBeginsAgainAndAgain() {
        assertThatThrownBy(() -> CaBundle.of("-----BEGIN A-----\n".repeat(60_000)))
                .hasMessageContaining("is cut off");
        assertThatThrownBy(() -> CaBundle.of(ONE.pem() + "-----BEGIN " + "A".repeat(1 << 20)))
                .hasMessageContaining("is cut off");
    }

    @Test
    void refusesOtherBlocks() {
        assertThatThrownBy(() -> CaBundle.of("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"))
                .hasMessageContaining("its block 1 is no certificate");
    }
}
