/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DigestKeyTest {

    private static final DigestKey KEY = DigestKey.of(new byte[32]);

    @Test
    void isTheHmacOfEachPartAfterItsLength() {
        // printf '\0\0\0\1a\0\0\0\2bc' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00...00 (64 zeros)
        assertThat(digest("a", "bc")).isEqualTo("830be00748e8677348e1cf2c2785e6f37819e820973947dfcc390e68d4e4b479");
    }

    @Test
    void tellsPartsApartWhoseBytesAreTheSameOneAfterTheOther() {
        assertThat(Stream.of(digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", ""), digest("", "abc")))
                .doesNotHaveDuplicates();
    }

    @Test
    void isAnotherWithAnotherKey() {
        byte[] other = new byte[32];
        other[31] = 1;

        assertThat(DigestKey.of(other).digest(bytes("a"))).isNotEqualTo(digest("a"));
    }

    @Test
    void takesKeysOf32BytesOnly() {
        assertThatIllegalArgumentException().isThrownBy(() -> DigestKey.of(new byte[31]));
    }

    @Test
    void isNeverShown() {
        byte[] key = HexFormat.of().parseHex("c0ffee".repeat(10) + "0000");

        assertThat(DigestKey.of(key).toString()).isEqualTo("DigestKey[masked]");
    }

    private static String digest(String... parts) {
        return KEY.digest(Stream.of(parts).map(DigestKeyTest::bytes).toArray(byte[][]::new));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
