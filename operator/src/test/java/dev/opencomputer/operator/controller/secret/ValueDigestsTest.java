/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.controller.secret.SecretFixture.secret;
import static dev.opencomputer.operator.controller.secret.Situation.CANARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.keys.DigestKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ValueDigestsTest {

    private static final ValueDigests DIGESTS = with(1);
    private static final ValueDigests WITH_ANOTHER_KEY = with(2);

    private static ValueDigests with(int key) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new ValueDigests(DigestKey.of(bytes)::digest);
    }

    private static String of(SecretFixture secret, String value) {
        return DIGESTS.of(secret.get(), value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void areTheSameForTheSameValueWhateverElseChanges() {
        assertThat(of(secret().allowing("a.example").acceptedAt("2026-05-01T10:00:00Z"), "value"))
                .isEqualTo(of(secret(), "value"));
        assertThat(ValueDigests.areOfTwoValues(of(secret(), "value"), of(secret(), "value")))
                .isFalse();
    }

    @Test
    void tellAnotherValue() {
        assertThat(ValueDigests.areOfTwoValues(of(secret(), "one"), of(secret(), "two")))
                .isTrue();
    }

    @Test
    void tellNothingWhenTheyWereMadeWithTwoKeys() {
        String former = WITH_ANOTHER_KEY.of(secret().get(), "one".getBytes(StandardCharsets.UTF_8));

        assertThat(former).isNotEqualTo(of(secret(), "one"));
        assertThat(ValueDigests.areOfTwoValues(former, of(secret(), "two"))).isFalse();
    }

    @Test
    void doNotShowThatTwoPlacesHoldTheSameValue() {
        assertThat(of(secret().key("OTHER"), "value")).isNotEqualTo(of(secret(), "value"));
    }

    @Test
    void holdNothingOfTheValue() {
        assertThat(of(secret(), CANARY)).matches("[0-9a-f]{8}[.][0-9a-f]{64}");
    }
}
