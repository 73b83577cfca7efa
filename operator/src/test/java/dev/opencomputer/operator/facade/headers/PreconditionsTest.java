/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {

    private static final String TAG = "\"uid.7\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                " * ",
                "\"uid.7\"",
                "\"other\", \"uid.7\"",
                ",, \"uid.7\" ,",
                "\"a,b\",\"uid.7\"",
                "\"\",\"uid.7\""
            })
    void ofAMatchingVersionAWriteIsDone(String match) {
        assertThatCode(() -> Preconditions.of(List.of(match), List.of()).require(TAG))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"uid.8\"", "\"\"", "\"UID.7\"", "W/\"uid.7\"", "\"a\", \"b\""})
    void ofAnotherVersionItIsNot(String match) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Preconditions.of(List.of(match), List.of()).require(TAG))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(412));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "uid.7",
                "\"uid.7",
                "uid.7\"",
                "\"a\" \"b\"",
                "w/\"a\"",
                "W/ \"a\"",
                "*, \"a\"",
                "\"a\", *",
                "**",
                "\"a b\"",
                "\"a\"x"
            })
    void whatIsNoListOfTagsIsRefused(String value) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Preconditions.of(List.of(value), List.of()))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400))
                .withMessageContaining("If-Match");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Preconditions.of(List.of(), List.of(value)))
                .withMessageContaining("If-None-Match");
    }

    @Test
    void severalFieldsAreOneList() {
        assertThatCode(() -> Preconditions.of(List.of("\"a\"", "\"uid.7\""), List.of())
                        .require(TAG))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"uid.7\"", "W/\"uid.7\"", "\"a\", W/\"uid.7\""})
    void whoHasTheVersionAlreadyNeedNotGetItAgain(String noneMatch) {
        Preconditions conditions = Preconditions.of(List.of(), List.of(noneMatch));

        assertThat(conditions.isKnown(TAG)).isTrue();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> conditions.require(TAG))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(412));
    }

    @Test
    void withoutConditionsEveryVersionIsGood() {
        assertThat(Preconditions.NONE.isKnown(TAG)).isFalse();
        assertThatCode(() -> Preconditions.NONE.require(TAG)).doesNotThrowAnyException();
        assertThat(Preconditions.NONE.isOfVersion()).isFalse();
    }

    @Test
    void aReadOfAnotherVersionThanTheOneThatIsMeantFails() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() ->
                        Preconditions.of(List.of("\"uid.6\""), List.of("*")).isKnown(TAG))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(412));
    }

    /** Of what has no versions, {@code *} alone can mean it. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # match,     none match, there, done
                    *,           ,           true,  true
                    *,           ,           false, false
                    '"a", "b"',  ,           true,  false
                    '"a"',       ,           false, false
                    ,            *,          true,  false
                    ,            *,          false, true
                    ,            '"a", W/"b"', true, true
                    *,           *,          true,  false
                    ,            ,           true,  true
                    ,            ,           false, true
                    """)
    void whatHasNoVersionsIsThereOrIsNot(String match, String noneMatch, boolean isThere, boolean done) {
        Preconditions conditions = Preconditions.of(
                Stream.ofNullable(match).toList(), Stream.ofNullable(noneMatch).toList());

        if (done) {
            assertThatCode(() -> conditions.requireOfUntagged(isThere)).doesNotThrowAnyException();
        } else {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> conditions.requireOfUntagged(isThere))
                    .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(412));
        }
    }
}
