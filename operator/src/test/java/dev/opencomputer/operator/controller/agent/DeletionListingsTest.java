/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.connection.Connection;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.controller.policy.Policy;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.LocalOptions;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.opencomputer.OpenComputerClient;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.testing.ImpatientClient;
import dev.opencomputer.operator.testing.RunningOperator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many Agents that are deleted together share their questions. */
class DeletionListingsTest {

    private static final int MANY = 100;

    @TempDir
    private Path data;

    private final AgentMemory memory = new AgentMemory(System::nanoTime, Duration.ofMinutes(10));
    private final AgentWrites writes = new AgentWrites(System::nanoTime);

    @Test
    void deletionsThatBeganTogetherListTheStoresOnce() throws OpenComputerException {
        try (LocalOpenComputer server =
                        LocalOpenComputer.start(LocalOptions.in(data).withDialect(Dialect.LOCAL));
                OpenComputerClient client = new OpenComputerClient(
                        RunningOperator.settings(server, Dialect.LOCAL),
                        ImpatientClient.unbudgeted(),
                        CallObserver.NONE);
                Connection connection = new Connection("default", client)) {
            List<AgentFixture> agents = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                String id = "agent-" + i;
                client.agents().orElseThrow().create(new AgentId(id), RecordContent.empty());
                agents.add(AgentFixture.agent("team-a", id)
                        .claiming(id, null, "default")
                        .applied("any")
                        .beingDeleted());
            }
            agents.forEach(agent -> memory.of(agent.get()).seen());

            for (AgentFixture agent : agents) {
                delete(agent, connection);
            }

            assertThat(client.agents().orElseThrow().list()).isEmpty();
            assertThat(server.counters().calls(Operation.LIST_STORES)).isOne();
        }
    }

    private void delete(AgentFixture fixture, Connection connection) throws OpenComputerException {
        AgentMemory.Entry entry = memory.of(fixture.get());
        Desired desired = DesiredAgent.of(fixture.get(), false, Policy.NONE);
        AgentWrites.Turn turn = writes.tryTurn(new AgentKey("default", desired.id()), "any", () -> {})
                .orElseThrow();
        AgentActor actor =
                new AgentActor(connection, desired.id(), turn, entry, Set::of, Duration.ofMinutes(5), System::nanoTime);
        ConnectionView view = ConnectionView.of(new Resolution.Connected(connection), Optional.empty());
        Observed observed = Observed.atFirst(fixture.get(), Optional.empty(), entry, view);
        Plan plan = AgentDecision.decide(desired, observed);
        while (!(plan instanceof Plan.RemoveFinalizer)) {
            observed = plan instanceof Plan.Look look
                    ? actor.look(look, observed)
                    : actor.write((Plan.Write) plan, observed);
            plan = AgentDecision.decide(desired, observed);
        }
        turn.close();
    }
}
