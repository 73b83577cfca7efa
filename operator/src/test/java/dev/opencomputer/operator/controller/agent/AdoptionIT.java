/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.AdoptionPolicy;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.SecretStoreSpec;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ControlPlaneExtension.class)
class AdoptionIT {

    private static final AgentId ID = new AgentId("resolver");

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"LOCAL", "HOSTED"})
    void aRebuiltClusterFindsItsRecordAndStoreAgain(Dialect dialect, TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, dialect)) {
            var upstream = scene.somebodyElse();
            upstream.agents()
                    .orElseThrow()
                    .create(
                            ID,
                            RecordContent.builder()
                                    .snapshot("old")
                                    .entrypoint("run")
                                    .env(Map.of("GONE", "1"))
                                    .build());
            SecretStore store = upstream.secretStores().create(ID.storeName(), Optional.empty());
            scene.startOperator();

            scene.agents().create("resolver");
            Agent ready = scene.agents().awaitReady("resolver");

            assertThat(scene.record("resolver"))
                    .matches(content -> RecordContent.builder()
                            .snapshot("agent-snapshot-v1")
                            .build()
                            .isSaidBy(content, ID));
            assertThat(ready.getStatus().getSecretStoreId())
                    .isEqualTo(store.id().value());
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aStoreThatIsThereIsTakenOverWithItsAllowlist(Dialect dialect, TestCluster cluster)
            throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, dialect)) {
            SecretStore store =
                    scene.somebodyElse().secretStores().create(ID.storeName(), Optional.of(List.of("old.example.com")));
            scene.startOperator();

            scene.agents().create("resolver", agent -> allow(agent, "new.example.com"));
            Agent ready = scene.agents().awaitReady("resolver");

            assertThat(ready.getStatus().getSecretStoreId())
                    .isEqualTo(store.id().value());
            assertThat(scene.store("resolver").orElseThrow().egressAllowlist()).containsExactly("new.example.com");
        }
    }

    @Test
    void anAgentThatRefusesMakesWhatIsNotThere(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver", agent -> {
                refuse(agent);
                allow(agent, "a.example.com");
            });
            Agent ready = scene.agents().awaitReady("resolver");

            assertThat(scene.records()).containsExactly("resolver");
            assertThat(ready.getStatus().getSecretStore()).isEqualTo("agent:resolver");

            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");
            assertThat(scene.records()).isEmpty();
            assertThat(scene.store("resolver")).isEmpty();
        }
    }

    @Test
    void anAgentThatRefusesLeavesSomebodyElsesRecordAlone(TestCluster cluster) throws OpenComputerException {
        RecordContent theirs = RecordContent.builder().snapshot("theirs").build();
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            scene.somebodyElse().agents().orElseThrow().create(ID, theirs);
            scene.startOperator();

            scene.agents().create("resolver", AdoptionIT::refuse);
            Agent refused = scene.agents().awaitReason("resolver", ConditionReason.ADOPTION_REFUSED);

            assertThat(Agents.messageOf(refused)).contains("already has an agent resolver", "adoptionPolicy");
            assertThat(refused.getStatus().getId()).isNull();
            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");
            assertThat(theirs.isSaidBy(scene.record("resolver"), ID)).isTrue();
        }
    }

    @Test
    void anAgentThatRefusesLeavesSomebodyElsesStoreAlone(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.SELF_HOSTED)) {
            scene.somebodyElse().secretStores().create(ID.storeName(), Optional.empty());
            scene.startOperator();

            scene.agents().create("resolver", AdoptionIT::refuse);
            scene.agents().awaitReason("resolver", ConditionReason.ADOPTION_REFUSED);
            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");

            assertThat(scene.store("resolver")).isPresent();
        }
    }

    @Test
    void aRefusalIsTakenBackWhenThePolicyBecomesAdopt(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            scene.somebodyElse()
                    .agents()
                    .orElseThrow()
                    .create(ID, RecordContent.builder().snapshot("theirs").build());
            scene.startOperator();
            scene.agents().create("resolver", AdoptionIT::refuse);
            scene.agents().awaitReason("resolver", ConditionReason.ADOPTION_REFUSED);

            scene.agents().edit("resolver", agent -> agent.getSpec().setAdoptionPolicy(AdoptionPolicy.ADOPT));
            scene.agents().awaitReady("resolver");

            await().untilAsserted(() ->
                    assertThat(scene.events("resolver")).containsExactlyInAnyOrder("AdoptionRefused", "Recovered"));
        }
    }

    @Test
    void aRecordOfAnotherCoreIsNeitherChangedNorMadeAnewNorDeleted(TestCluster cluster) throws OpenComputerException {
        RecordContent theirs =
                RecordContent.builder().core("hermes").model("large").build();
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.HOSTED)) {
            scene.somebodyElse().agents().orElseThrow().create(ID, theirs);
            scene.startOperator();

            scene.agents().create("resolver");
            scene.agents().awaitReason("resolver", ConditionReason.IMMUTABLE_MISMATCH);
            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");

            assertThat(theirs.isSaidBy(scene.record("resolver"), ID)).isTrue();
        }
    }

    static void refuse(Agent agent) {
        agent.getSpec().setAdoptionPolicy(AdoptionPolicy.REFUSE);
    }

    static void allow(Agent agent, String... hosts) {
        SecretStoreSpec store = new SecretStoreSpec();
        store.setEgressAllowlist(List.of(hosts));
        agent.getSpec().setSecretStore(store);
    }
}
