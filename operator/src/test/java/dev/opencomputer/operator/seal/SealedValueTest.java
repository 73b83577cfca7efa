/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealedValueTest {

    private static final String ID = "0123456789abcdef";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|does not begin with oc1.",
                "sk-ant-canary|does not begin with oc1.",
                "AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq|looks like kubeseal's",
                "AgBcanary=|in spec.valueFrom, or seal the plain value",
                "Agile-canary|does not begin with oc1.",
                "oc2.0123456789abcdef.AAAA|does not begin with oc1.",
                "OC1.0123456789abcdef.AAAA|does not begin with oc1.",
                "oc1|has 1 parts",
                "oc1.0123456789abcdef|has 2 parts",
                "oc1.0123456789abcdef.AAAA.AAAA|has 4 parts",
                "oc1..AAAA|no key id",
                "oc1.0123456789ABCDEF.AAAA|no key id",
                "oc1.0123456789abcde.AAAA|no key id",
                "oc1.0123456789abcdefa.AAAA|no key id",
                "oc1.0123456789abcdef.|cut short",
                "oc1.0123456789abcdef.AAAA|holds 3 bytes",
                "oc1.0123456789abcdef.AA==|without padding",
                "oc1.0123456789abcdef.A|not base64url",
                "oc1.0123456789abcdef.AA+A|not base64url",
                "oc1.0123456789abcdef.AA/A|not base64url",
                "oc1.0123456789abcdef.AB|not base64url without padding",
                "oc1.0123456789abcdef.AA A|white space",
                "' oc1.0123456789abcdef.AAAA'|white space"
            })
    void saysWhyATextIsNoSealedValueWithoutRepeatingIt(String text, String why) {
        assertThatExceptionOfType(MalformedSealedValueException.class)
                .isThrownBy(() -> SealedValue.parse(text))
                .withMessageContaining(why)
                .withMessageNotContaining("canary");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1120, 1136})
    void refusesWhatIsTooShortToHoldAValue(int bytes) {
        assertThatExceptionOfType(MalformedSealedValueException.class)
                .isThrownBy(() -> SealedValue.parse(text(bytes)))
                .withMessageContaining("cut short");
    }

    @ParameterizedTest
    @ValueSource(ints = {132_209, 1_000_000})
    void refusesWhatIsLongerThanAnySealedValue(int bytes) {
        assertThatExceptionOfType(MalformedSealedValueException.class)
                .isThrownBy(() -> SealedValue.parse(text(bytes)))
                .withMessageContaining("128 KiB");
    }

    @ParameterizedTest
    @ValueSource(ints = {1137, 132_208})
    void takesTheShortestAndTheLongest(int bytes) throws MalformedSealedValueException {
        SealedValue value = SealedValue.parse(text(bytes));

        assertThat(value.keyId()).isEqualTo(new SealingKeyId(ID));
        assertThat(value.text()).isEqualTo(text(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oc1.0123456789abcdef.AAAA",
                "oc1.0123456789abcdef.",
                "oc1.0123456789abcdef.no base64 at all. Nor anything else"
            })
    void namesTheKeyFromTheBeginningOfATextAlone(String text) {
        assertThat(SealedValue.keyIdOf(text)).contains(new SealingKeyId(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "oc1",
                "oc1.0123456789abcdef",
                "oc1.0123456789ABCDEF.AAAA",
                "oc1.0123456789abcde.AAAA",
                "oc1.0123456789abcdefa.AAAA",
                "oc2.0123456789abcdef.AAAA",
                " oc1.0123456789abcdef.AAAA",
                "AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq"
            })
    void namesNoKeyWhereNoneStands(String text) {
        assertThat(SealedValue.keyIdOf(text)).isEmpty();
    }

    @Test
    void theLongestHasAsManyCharactersAsTheCrdAllows() {
        assertThat(text(132_208)).hasSize(176_299);
    }

    private static String text(int bytes) {
        return "oc1." + ID + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[bytes]);
    }
}
