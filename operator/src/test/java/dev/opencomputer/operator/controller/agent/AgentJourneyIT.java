/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.SecretStoreSpec;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.LocalOptions;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.opencomputer.OpenComputerClient;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ControlPlaneExtension.class)
class AgentJourneyIT {

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anAgentIsMadeChangedAndDeleted(Dialect dialect, TestCluster cluster) throws OpenComputerException {
        Agents agents = new Agents(cluster);
        try (LocalOpenComputer server =
                        LocalOpenComputer.start(LocalOptions.in(data).withDialect(dialect));
                OpenComputerClient client = new OpenComputerClient(
                        RunningOperator.settings(server, dialect), ClientOptions.defaults(), CallObserver.NONE);
                RunningOperator operator = RunningOperator.start(cluster, server, dialect)) {

            agents.create("resolver", agent -> {
                agent.getSpec().setDisplayName("Issue Resolver");
                SecretStoreSpec store = new SecretStoreSpec();
                store.setEgressAllowlist(List.of("api.example.com"));
                agent.getSpec().setSecretStore(store);
            });
            Agent ready = agents.awaitReady("resolver");

            assertThat(ready.getStatus().getId()).isEqualTo("resolver");
            assertThat(ready.getStatus().getSecretStore()).isEqualTo("agent:resolver");
            assertThat(client.secretStores().list()).singleElement().satisfies(store -> {
                assertThat(store.name()).isEqualTo("agent:resolver");
                assertThat(store.egressAllowlist()).containsExactly("api.example.com");
                assertThat(ready.getStatus().getSecretStoreId())
                        .isEqualTo(store.id().value());
            });

            agents.edit("resolver", agent -> {
                agent.getSpec().setDisplayName("Renamed");
                agent.getSpec().getConfig().setSnapshot("agent-snapshot-v2");
                agent.getSpec().getSecretStore().setEgressAllowlist(List.of());
            });
            agents.awaitReady("resolver");
            assertThat(client.secretStores().list())
                    .singleElement()
                    .satisfies(store -> assertThat(store.egressAllowlist()).isEmpty());
            if (client.agents().isPresent()) {
                assertThat(client.agents().get().get(new AgentId("resolver")).content())
                        .isEqualTo(RecordContent.builder()
                                .displayName("Renamed")
                                .snapshot("agent-snapshot-v2")
                                .build());
            }

            agents.delete("resolver");
            agents.awaitGone("resolver");
            assertThat(client.secretStores().list()).isEmpty();
            if (client.agents().isPresent()) {
                assertThat(client.agents().get().list()).isEmpty();
            }
        }
    }
}
