/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentObjectNamesTest {

    @Test
    void isTheIdWithTheBeginningOfItsHash() {
        assertThat(AgentObjectNames.besides("resolver")).isEqualTo("resolver-439c3635");
    }

    @Test
    void isADnsLabelForTheLongestId() {
        String id = "a".repeat(63);

        assertThat(AgentObjectNames.besides(id)).hasSize(63).startsWith("a".repeat(54) + "-");
    }
}
