/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    @Test
    void takesOverTheIdOfTheCaller() {
        assertThat(RequestId.of(Optional.of("build-17.4_b"))).isEqualTo("build-17.4_b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\nb",
                "\"a\"",
                "é",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void makesANewOneWhereTheCallersIsNoId(String said) {
        assertThat(RequestId.of(Optional.of(said))).isNotEqualTo(said).matches("[0-9a-f-]{36}");
    }

    @Test
    void makesANewOneEachTimeWhereTheCallerHasNone() {
        assertThat(RequestId.of(Optional.empty())).isNotEqualTo(RequestId.of(Optional.empty()));
    }
}
