/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that stand in paths, headers and bodies are checked once, when they are made. */
class ValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "-a",
                "a-",
                "a.b",
                "a/b",
                "a%2f",
                "\u00e4",
                "a\n",
                "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void takesOnlyDnsLabelsForAgentIds(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new AgentId(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a?b", "a%20b", "\u00e4"})
    void takesNoStoreIdThatNeedsEncodingInAPath(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new StoreId(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A.B", "A B", "A/B", "\u00c4"})
    void takesOnlyNamesOfEnvironmentVariablesForKeys(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretKey(name));
    }

    @Test
    void takesKeysAsLongAsTheCrdAllowsThem() {
        assertThat(new SecretKey("K".repeat(256)).value()).hasSize(256);
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretKey("K".repeat(257)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "canary key", "canary\r\nX-Other: 1", "canary\u00e4"})
    void takesNoApiKeyThatCannotStandInAHeaderAndDoesNotRepeatIt(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ApiKey(key)).withMessageNotContaining("canary");
    }

    @Test
    void leavesOutTheLineEndOfAMountedApiKey() {
        assertThat(new ApiKey("osb_key\n")).isEqualTo(new ApiKey("osb_key")).hasSameHashCodeAs(new ApiKey("osb_key"));
    }

    @Test
    void tellsDifferentApiKeysApart() {
        assertThat(new ApiKey("osb_one")).isNotEqualTo(new ApiKey("osb_two"));
    }

    @Test
    void masksKeysAndValues() {
        assertThat(new ApiKey("canary")).asString().doesNotContain("canary");
        assertThat(SecretValue.of("canary")).asString().doesNotContain("canary");
    }

    @Test
    void takesUtf8ForAValueAsItIs() {
        byte[] bytes = "\ufeffv\u00e4lue\u0000\n\ud83d\ude00".getBytes(StandardCharsets.UTF_8);

        assertThat(SecretValue.ofUtf8(bytes).text().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(bytes);
    }

    @Test
    void takesNoBytesThatAreNotUtf8AndDoesNotRepeatThem() {
        byte[] bytes = {'c', 'a', 'n', 'a', 'r', 'y', (byte) 0xff};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretValue.ofUtf8(bytes))
                .withMessageNotContaining("canary")
                .withNoCause();
    }

    @Test
    void takesNoEmptyValue() {
        assertThatIllegalArgumentException().isThrownBy(() -> SecretValue.of(""));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretValue.ofUtf8(new byte[0]));
    }
}
