/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.Agents;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.opencomputer.SecretStores;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ControlPlaneExtension.class)
class DriftIT {

    private static final AgentId ID = new AgentId("resolver");
    private static final Duration OFTEN = Duration.ofMillis(500);
    private static final RecordContent WANTED =
            RecordContent.builder().snapshot("agent-snapshot-v1").build();
    private static final RecordContent THEIRS =
            RecordContent.builder().snapshot("changed-by-hand").build();

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"LOCAL", "HOSTED"})
    void aRecordThatWasChangedByHandIsPutBack(Dialect dialect, TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, dialect).startOperator(OFTEN)) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            Agents upstream = scene.somebodyElse().agents().orElseThrow();

            upstream.patch(ID, THEIRS.mergePatchFrom(scene.record("resolver")));

            await().until(() -> WANTED.isSaidBy(scene.record("resolver"), ID));
            await().untilAsserted(() -> assertThat(scene.events("resolver")).containsExactly("DriftRepaired"));
        }
    }

    @Test
    void aRecordThatWasDeletedByHandIsMadeAgain(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL).startOperator(OFTEN)) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");

            scene.somebodyElse().agents().orElseThrow().delete(ID);

            await().until(() -> scene.records().contains("resolver"));
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anAllowlistThatWasWidenedAndAStoreThatWasDeletedByHandArePutBack(Dialect dialect, TestCluster cluster)
            throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, dialect).startOperator(OFTEN)) {
            scene.agents().create("resolver", agent -> AdoptionIT.allow(agent, "a.example.com"));
            scene.agents().awaitReady("resolver");
            SecretStores upstream = scene.somebodyElse().secretStores();

            upstream.updateEgressAllowlist(scene.store("resolver").orElseThrow().id(), List.of());
            await().until(() ->
                    scene.store("resolver").orElseThrow().egressAllowlist().equals(List.of("a.example.com")));

            upstream.delete(scene.store("resolver").orElseThrow().id());
            await().until(() -> scene.store("resolver")
                    .filter(store -> store.egressAllowlist().equals(List.of("a.example.com")))
                    .isPresent());
        }
    }

    @Test
    void anAllowlistThatWasWidenedByHandIsAWarningThatSpeaksOfSecurityAndIsCounted(TestCluster cluster)
            throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL).startOperator(OFTEN)) {
            scene.agents().create("resolver", agent -> AdoptionIT.allow(agent, "a.example.com"));
            scene.agents().awaitReady("resolver");

            scene.somebodyElse()
                    .secretStores()
                    .updateEgressAllowlist(scene.store("resolver").orElseThrow().id(), List.of());

            await().untilAsserted(() -> assertThat(scene.eventsAbout("resolver"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getReason()).isEqualTo("DriftRepaired");
                        assertThat(event.getType()).isEqualTo("Warning");
                        assertThat(event.getNote()).startsWith("Security:").contains("egressAllowlist");
                    }));
            assertThat(scene.operator().metrics().repairs("egress_widened")).isOne();
        }
    }

    @Test
    void anAllowlistThatNobodyManagesIsLeftAsItIs(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver", agent -> AdoptionIT.allow(agent, "a.example.com"));
            scene.agents().awaitReady("resolver");

            scene.agents().edit("resolver", agent -> agent.getSpec().setSecretStore(null));
            scene.agents().awaitReady("resolver");

            assertThat(scene.store("resolver").orElseThrow().egressAllowlist()).containsExactly("a.example.com");
        }
    }

    @Test
    void anotherWriterThatNeverStopsMakesItContended(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL).startOperator(OFTEN)) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            Agents upstream = scene.somebodyElse().agents().orElseThrow();

            for (int round = 0; round < Remembered.CONTENTION_REPAIRS; round++) {
                upstream.patch(ID, THEIRS.mergePatchFrom(scene.record("resolver")));
                await().until(() -> WANTED.isSaidBy(scene.record("resolver"), ID));
            }
            upstream.patch(ID, THEIRS.mergePatchFrom(scene.record("resolver")));

            scene.agents().awaitReason("resolver", ConditionReason.CONTENDED);
        }
    }

    @Test
    void reconcileAtFindsDriftAtOnceAndSaysSo(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            scene.somebodyElse().agents().orElseThrow().patch(ID, THEIRS.mergePatchFrom(scene.record("resolver")));

            scene.agents().annotate("resolver", Annotations.RECONCILE_AT, "now");
            scene.agents()
                    .awaitAgent(
                            "resolver", agent -> "now".equals(agent.getStatus().getLastHandledReconcileAt()));

            assertThat(WANTED.isSaidBy(scene.record("resolver"), ID)).isTrue();
        }
    }

    @Test
    void aPausedAgentKeepsItsReadyInSyncAndWaitsWithAChange(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            scene.agents().edit("resolver", agent -> {
                agent.getMetadata().getAnnotations().put(Annotations.PAUSED, "true");
                agent.getMetadata().getAnnotations().put(Annotations.RECONCILE_AT, "1");
            });
            scene.agents()
                    .awaitAgent(
                            "resolver", agent -> "1".equals(agent.getStatus().getLastHandledReconcileAt()));
            scene.agents().awaitReady("resolver");

            scene.agents().edit("resolver", agent -> agent.getSpec().getConfig().setSnapshot("next"));
            scene.agents().awaitReason("resolver", ConditionReason.PAUSED);
            assertThat(WANTED.isSaidBy(scene.record("resolver"), ID)).isTrue();

            scene.agents()
                    .edit(
                            "resolver",
                            agent -> agent.getMetadata().getAnnotations().remove(Annotations.PAUSED));
            scene.agents().awaitReady("resolver");
            assertThat(RecordContent.builder().snapshot("next").build().isSaidBy(scene.record("resolver"), ID))
                    .isTrue();
        }
    }
}
