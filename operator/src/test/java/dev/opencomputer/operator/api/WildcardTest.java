/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {

    @ParameterizedTest
    @CsvSource({
        "TOKEN, TOKEN, true",
        "TOKEN, TOKENS, false",
        "API_*, API_KEY, true",
        "API_*, API_, true",
        "API_*, api_key, false",
        "*_KEY, API_KEY, true",
        "*_KEY, API_KEYS, false",
        "A*B*C, AxByC, true",
        "A*B*C, ACB, false",
        "a.b*, axb, false",
        "AB*BA, ABA, false",
    })
    void eachStarStandsForAnyCharacters(String text, String name, boolean matches) {
        assertThat(new Wildcard(text).matches(name)).isEqualTo(matches);
    }

    @Test
    void manyStarsCostNoMore() {
        Wildcard stars = new Wildcard("*a".repeat(120) + "*b");

        assertThat(stars.matches("a".repeat(253))).isFalse();
    }
}
