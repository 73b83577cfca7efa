/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "team-a, team-a",
        "team-*, team-a",
        "team-*, team-",
        "*, team-a",
        "*-prod, team-a-prod",
        "team-*-prod, team-a-prod",
        "t*a*d, team-a-prod",
        "a*a, aa",
        "**, a"
    })
    void matchesTheWholeName(String pattern, String name) {
        assertThat(new NamePattern(pattern).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "team-a, team-ab",
        "team-a, xteam-a",
        "team-*, team",
        "*-prod, team-a-prod-2",
        "team-*-prod, team-prod",
        "a*a, a",
        "ab*ba, aba",
        "t*x*d, team-a-prod"
    })
    void matchesNothingElse(String pattern, String name) {
        assertThat(new NamePattern(pattern).matches(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Team", "team.a", "team_a", "team a", "[a-z]", "team?"})
    void refusesWhatIsNoPattern(String text) {
        assertThatThrownBy(() -> new NamePattern(text)).hasMessageContaining("is no name or pattern");
    }
}
