/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentSecretNamesTest {

    @Test
    void isReadableAndEndsWithTheHashOfTheKey() {
        // printf %s ANTHROPIC_API_KEY | sha256sum
        assertThat(AgentSecretNames.nameFor("issue-resolver", "ANTHROPIC_API_KEY"))
                .isEqualTo("issue-resolver-anthropic-api-key-8f2c257f");
    }

    @Test
    void tellsKeysApartThatDifferInCaseOnly() {
        assertThat(AgentSecretNames.nameFor("a", "KEY")).isNotEqualTo(AgentSecretNames.nameFor("a", "key"));
    }

    @Test
    void fitsIntoANameForTheLongestAgentAndKey() {
        String name = AgentSecretNames.nameFor("a".repeat(63), "K".repeat(256));

        assertThat(name).hasSize(253).startsWith("a".repeat(63) + "-k").matches(".*k-[0-9a-f]{8}");
    }

    @Test
    void isANameWhateverTheKeyBeginsAndEndsWith() {
        assertThat(AgentSecretNames.nameFor("a", "___")).matches("a-----[0-9a-f]{8}");
    }
}
