/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.opencomputer.AgentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentWritesTest {

    private static final AgentKey KEY = new AgentKey("default", new AgentId("issue-resolver"));
    private static final AgentKey OTHER = new AgentKey("default", new AgentId("reviewer"));

    private final AgentWrites writes = new AgentWrites(System::nanoTime);
    private final List<String> called = new ArrayList<>();

    @Test
    void givesOneTurnAtATimeForAnAgent() {
        AgentWrites.Turn first = turn(KEY, "first").orElseThrow();

        assertThat(turn(KEY, "second")).isEmpty();
        assertThat(turn(OTHER, "third")).isPresent();

        first.close();

        assertThat(turn(KEY, "second")).isPresent();
    }

    @Test
    void callsThoseWhoCameInVainOnceAndInTheOrderOfComing() {
        AgentWrites.Turn first = turn(KEY, "first").orElseThrow();
        for (String who : List.of("second", "third", "second")) {
            assertThat(turn(KEY, who)).isEmpty();
        }
        assertThat(called).isEmpty();

        first.close();
        first.close();

        assertThat(called).containsExactly("second", "third");
    }

    @Test
    void callsNobodyWhoCameForAnotherAgent() {
        AgentWrites.Turn first = turn(KEY, "first").orElseThrow();
        AgentWrites.Turn other = turn(OTHER, "other").orElseThrow();
        assertThat(turn(OTHER, "second")).isEmpty();

        first.close();
        assertThat(called).isEmpty();

        other.close();
        assertThat(called).containsExactly("second");
    }

    private Optional<AgentWrites.Turn> turn(AgentKey key, String who) {
        return writes.tryTurn(key, who, () -> called.add(who));
    }
}
