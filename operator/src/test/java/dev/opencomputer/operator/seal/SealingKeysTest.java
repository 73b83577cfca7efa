/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingKeysTest {

    private static final SealingPlace PLACE = new SealingPlace("team-a", "issue-resolver", "API_KEY");
    private static final byte[] VALUE = "canary".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(ints = {0, 1215, 1217})
    void aPublicKeyHas1216Bytes(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicSealingKey.of(new byte[length]))
                .withMessageContaining("1216 bytes");
    }

    @Test
    void aPublicKeyThatCannotBeUsedIsRefusedAtOnce() {
        byte[] coefficientsOutOfRange = raw();
        Arrays.fill(coefficientsOutOfRange, 0, 3, (byte) 0xff);
        byte[] pointOfLowOrder = raw();
        Arrays.fill(pointOfLowOrder, 1184, 1216, (byte) 0);

        assertThatIllegalArgumentException().isThrownBy(() -> PublicSealingKey.of(coefficientsOutOfRange));
        assertThatIllegalArgumentException().isThrownBy(() -> PublicSealingKey.of(pointOfLowOrder));
    }

    @Test
    void aPublicKeyIsTakenAsItIsPublished() {
        PublicSealingKey key = PrivateSealingKey.generate().publicKey();

        assertThat(PublicSealingKey.parse(key.base64() + "\n")).isEqualTo(key).hasSameHashCodeAs(key);
    }

    @Test
    void aPublicKeyThatIsNoBase64IsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicSealingKey.parse("***"))
                .withMessageContaining("base64");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void aPrivateKeyHas32Bytes(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrivateSealingKey.of(new byte[length]))
                .withMessageContaining("32 bytes");
    }

    @Test
    void aPrivateKeyIsTheSameAgainFromItsSeed() {
        PrivateSealingKey key = PrivateSealingKey.generate();

        assertThat(PrivateSealingKey.of(key.seed())).isEqualTo(key).hasSameHashCodeAs(key);
    }

    @Test
    void eachGeneratedKeyIsAnother() {
        assertThat(PrivateSealingKey.generate()).isNotEqualTo(PrivateSealingKey.generate());
    }

    @Test
    void aPrivateKeyAndAnOpenedValueAreNeverShown() {
        PrivateSealingKey key = PrivateSealingKey.generate();
        Opening opened = KeyRing.of(List.of(key)).open(key.publicKey().seal(PLACE, VALUE), PLACE);

        assertThat(key.toString())
                .doesNotContain(HexFormat.of().formatHex(key.seed()))
                .doesNotContain(Base64.getEncoder().encodeToString(key.seed()))
                .contains("masked");
        assertThat(opened.toString()).doesNotContain("canary").contains("masked");
    }

    @Test
    void aValueThatIsEmptyOrTooLargeIsNotSealed() {
        PublicSealingKey key = PrivateSealingKey.generate().publicKey();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.seal(PLACE, new byte[0]))
                .withMessageContaining("empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.seal(PLACE, new byte[128 * 1024 + 1]))
                .withMessageContaining("128 KiB");
    }

    @Test
    void oldKeysKeepOpeningBesideNewOnes() {
        PrivateSealingKey old = PrivateSealingKey.generate();
        SealedValue sealed = old.publicKey().seal(PLACE, VALUE);

        assertThat(KeyRing.of(List.of(PrivateSealingKey.generate(), old)).open(sealed, PLACE))
                .isInstanceOfSatisfying(Opening.Opened.class, opened -> {
                    assertThat(opened.plaintext()).isEqualTo(VALUE);
                    assertThat(opened.keyId()).isEqualTo(old.publicKey().id());
                });
    }

    @Test
    void aKeyThatIsNotOnTheRingIsNamed() {
        PublicSealingKey foreign = PrivateSealingKey.generate().publicKey();
        KeyRing ring = KeyRing.of(List.of(PrivateSealingKey.generate()));

        assertThat(ring.open(foreign.seal(PLACE, VALUE).text(), PLACE)).isEqualTo(new Opening.UnknownKey(foreign.id()));
    }

    @Test
    void theSameKeyTwiceIsOnTheRingOnce() {
        PrivateSealingKey key = PrivateSealingKey.generate();

        assertThat(KeyRing.of(List.of(key, PrivateSealingKey.of(key.seed()))).keyIds())
                .containsExactly(key.publicKey().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "\ud83d", "a\udd11"})
    void noPartOfAPlaceCouldBeMistakenForAnother(String part) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SealingPlace(part, "a", "K"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SealingPlace("n", part, "K"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SealingPlace("n", "a", part));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF", "0123456789abcdeg"})
    void aKeyIdHas16LowercaseHexDigits(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SealingKeyId(id));
    }

    private static byte[] raw() {
        return Base64.getDecoder()
                .decode(PrivateSealingKey.generate().publicKey().base64());
    }
}
