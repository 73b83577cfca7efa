/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.monitoring.FleetMetrics.Fleet;
import dev.opencomputer.operator.controller.monitoring.FleetMetrics.State;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FleetMetricsTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final State ALL_WELL = new State("ready", "InSync");

    @Test
    void showsThatNoneIsReadyWhereThereIsNone() {
        assertThat(count()).isEqualTo(new Fleet(Map.of(ALL_WELL, 0), 0, Duration.ZERO));
    }

    @Test
    void countsByStateAndReason() {
        assertThat(count(
                                agent(1, 1L, "InSync"),
                                agent(2, 2L, "InSync"),
                                agent(1, 1L, "IdConflict"),
                                agent(1, 1L, "Unreachable"),
                                agent(1, 1L, "Paused"))
                        .states())
                .containsOnly(
                        Map.entry(ALL_WELL, 2),
                        Map.entry(new State("stalled", "IdConflict"), 1),
                        Map.entry(new State("retrying", "Unreachable"), 1),
                        Map.entry(new State("not_ready", "Paused"), 1));
    }

    @Test
    void believesNoConditionThatSpeaksOfAFormerGeneration() {
        assertThat(count(agent(2, 1L, "InSync")).states())
                .containsOnly(Map.entry(ALL_WELL, 0), Map.entry(FleetMetrics.NOT_OBSERVED, 1));
    }

    @Test
    void knowsAnObjectWithoutAStatus() {
        Agent agent = agent(1, 1L, "InSync");
        agent.setStatus(null);

        assertThat(count(agent).states()).containsEntry(FleetMetrics.NOT_OBSERVED, 1);
    }

    @Test
    void makesOneSeriesOfAllReasonsThatThereAreNot() {
        assertThat(count(agent(1, 1L, "Made"), agent(1, 1L, "Up")).states())
                .containsEntry(new State("not_ready", "Unknown"), 2);
    }

    @Test
    void hasAStateForEachReason() {
        for (ConditionReason reason : ConditionReason.values()) {
            assertThat(count(agent(1, 1L, reason.value())).states().keySet())
                    .anySatisfy(state -> assertThat(state.reason()).isEqualTo(reason.value()));
        }
    }

    @Test
    void countsAgentSecretsTheSameWay() {
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder().withGeneration(3L).build());
        AgentSecretStatus status = new AgentSecretStatus();
        status.setObservedGeneration(3L);
        status.setConditions(conditions("KeyConflict"));
        secret.setStatus(status);

        assertThat(FleetMetrics.count(Stream.of(secret), NOW).states())
                .containsEntry(new State("stalled", "KeyConflict"), 1);
    }

    @Test
    void tellsForHowLongTheOldestDeletionHasWaited() {
        Fleet fleet = count(
                leaving(agent(1, 1L, "InSync"), NOW.minusSeconds(60)),
                leaving(agent(1, 1L, "InSync"), NOW.minusSeconds(3600)));

        assertThat(fleet.deleting()).isEqualTo(2);
        assertThat(fleet.oldestDeletion()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void doesNotCountADeletionThatWaitsForSomebodyElse() {
        Agent letGo = leaving(agent(1, 1L, "InSync"), NOW.minusSeconds(60));
        letGo.getMetadata().setFinalizers(List.of("example.com/anothers"));

        assertThat(count(letGo).deleting()).isZero();
        assertThat(count(letGo).oldestDeletion()).isZero();
    }

    private static Fleet count(Agent... agents) {
        return FleetMetrics.count(Stream.of(agents), NOW);
    }

    private static Agent leaving(Agent agent, Instant since) {
        agent.getMetadata().setDeletionTimestamp(since.toString());
        agent.getMetadata().setFinalizers(List.of(Names.FINALIZER));
        return agent;
    }

    private static Agent agent(long generation, Long observed, String reason) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder().withGeneration(generation).build());
        AgentStatus status = new AgentStatus();
        status.setObservedGeneration(observed);
        status.setConditions(conditions(reason));
        agent.setStatus(status);
        return agent;
    }

    private static List<Condition> conditions(String reason) {
        return List.of(
                new ConditionBuilder().withType("Stalled").withReason("Other").build(),
                new ConditionBuilder().withType("Ready").withReason(reason).build());
    }
}
