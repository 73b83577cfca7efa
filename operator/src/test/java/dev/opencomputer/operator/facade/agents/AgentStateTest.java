/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentStateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    starting | -1 | false |
                    starting | 1  | true  | Ready=True
                    starting | 1  | true  | Ready=False Stalled=True
                    error    | 2  | false | Ready=False Stalled=True
                    error    | 2  | true  | Ready=False Stalled=True
                    ready    | 2  | true  | Ready=True
                    ready    | 2  | false | Ready=True
                    degraded | 2  | true  | Ready=False Reconciling=True
                    degraded | 2  | true  | Ready=False
                    starting | 2  | false | Ready=False Reconciling=True
                    unknown  | 2  | false | Ready=False
                    unknown  | 2  | false |
                    """)
    void isTheFirstWordThatFits(String word, long observed, boolean claimed, String conditions) {
        assertThat(AgentState.of(agent(observed, claimed, conditions)).word()).isEqualTo(word);
    }

    @Test
    void ofAnAgentWithoutAnyStatusIsStarting() {
        Agent agent = agent(2, false, null);
        agent.setStatus(null);

        assertThat(AgentState.of(agent).word()).isEqualTo("starting");
    }

    /** Of generation 2. */
    private static Agent agent(long observed, boolean claimed, String conditions) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder().withGeneration(2L).build());
        AgentStatus status = new AgentStatus();
        status.setObservedGeneration(observed);
        status.setId(claimed ? "resolver" : null);
        status.setConditions(conditions == null ? null : conditions(conditions));
        agent.setStatus(status);
        return agent;
    }

    private static List<Condition> conditions(String text) {
        return Arrays.stream(text.split(" ", -1))
                .map(condition -> condition.split("=", -1))
                .map(parts -> new ConditionBuilder()
                        .withType(parts[0])
                        .withStatus(parts[1])
                        .build())
                .toList();
    }
}
