/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AdoptionPolicy;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.HeldCall;
import dev.opencomputer.operator.testing.OperatorProcess;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator that is killed leaves nothing that the next one does not bring to its end. */
@ExtendWith(ControlPlaneExtension.class)
class CrashIT {

    private static final AgentId ID = new AgentId("resolver");

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(AdoptionPolicy.class)
    void killedBeforeThePostOfTheRecordItMakesTheRecordAfterwards(AdoptionPolicy policy, TestCluster cluster)
            throws Exception {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            HeldCall call = HeldCall.before(scene.server(), Operation.CREATE_AGENT);
            killDuring(call, cluster, scene, () -> create(scene, policy));
            assertThat(scene.records()).isEmpty();
            if (policy == AdoptionPolicy.REFUSE) {
                assertThat(scene.agents()
                                .get("resolver")
                                .orElseThrow()
                                .getStatus()
                                .getId())
                        .isEqualTo("resolver");
            }

            scene.startOperator();

            assertIsWholeAndGoesWhole(scene);
        }
    }

    @ParameterizedTest
    @CsvSource({"ADOPT,CREATE_AGENT", "REFUSE,CREATE_AGENT", "ADOPT,CREATE_STORE", "REFUSE,CREATE_STORE"})
    void killedAfterAPostItFindsWhatItMade(AdoptionPolicy policy, Operation post, TestCluster cluster)
            throws Exception {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            killDuring(HeldCall.after(scene.server(), post), cluster, scene, () -> create(scene, policy));
            assertThat(scene.records()).containsExactly("resolver");

            scene.startOperator();

            assertIsWholeAndGoesWhole(scene);
        }
    }

    @Test
    void killedAfterAChangeOfTheRecordItKnowsItForDone(TestCluster cluster) throws Exception {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            HeldCall call = HeldCall.after(scene.server(), Operation.UPDATE_AGENT);
            killDuring(call, cluster, scene, () -> {
                create(scene, AdoptionPolicy.ADOPT);
                scene.agents().awaitReady("resolver");
                scene.agents()
                        .edit("resolver", agent -> agent.getSpec().getConfig().setSnapshot("agent-snapshot-v2"));
            });

            scene.startOperator();

            scene.agents().awaitReady("resolver");
            assertThat(RecordContent.builder()
                            .snapshot("agent-snapshot-v2")
                            .build()
                            .isSaidBy(scene.record("resolver"), ID))
                    .isTrue();
            assertThat(scene.server().counters().calls(Operation.UPDATE_AGENT)).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"DELETE_AGENT", "DELETE_STORE"})
    void killedAfterADeletionUpstreamItLetsTheAgentGo(Operation deletion, TestCluster cluster) throws Exception {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            killDuring(HeldCall.after(scene.server(), deletion), cluster, scene, () -> {
                create(scene, AdoptionPolicy.REFUSE);
                scene.agents().awaitReady("resolver");
                scene.agents().delete("resolver");
            });
            assertThat(scene.agents().get("resolver")).isPresent();

            scene.startOperator();

            assertGone(scene);
        }
    }

    @ParameterizedTest
    @EnumSource(AdoptionPolicy.class)
    void anAgentThatIsDeletedBetweenTheKillAndTheRestartLeavesNothing(AdoptionPolicy policy, TestCluster cluster)
            throws Exception {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            HeldCall call = HeldCall.after(scene.server(), Operation.CREATE_STORE);
            killDuring(call, cluster, scene, () -> create(scene, policy));
            scene.agents().delete("resolver");

            scene.startOperator();

            assertGone(scene);
        }
    }

    private static void killDuring(HeldCall call, TestCluster cluster, Scene scene, Runnable work)
            throws InterruptedException {
        try (OperatorProcess operator = OperatorProcess.start(cluster, scene)) {
            work.run();
            call.awaitCall();
            operator.kill();
        } finally {
            call.release();
        }
    }

    private static void create(Scene scene, AdoptionPolicy policy) {
        scene.agents().create("resolver", agent -> {
            agent.getSpec().setAdoptionPolicy(policy);
            AdoptionIT.allow(agent, "a.example.com");
        });
    }

    private static void assertIsWholeAndGoesWhole(Scene scene) throws OpenComputerException {
        Agent ready = scene.agents().awaitReady("resolver");
        assertThat(scene.records()).containsExactly("resolver");
        assertThat(scene.somebodyElse().secretStores().list()).singleElement().satisfies(store -> {
            assertThat(store.id().value()).isEqualTo(ready.getStatus().getSecretStoreId());
            assertThat(store.egressAllowlist()).containsExactly("a.example.com");
        });
        scene.agents().delete("resolver");
        assertGone(scene);
    }

    private static void assertGone(Scene scene) throws OpenComputerException {
        scene.agents().awaitGone("resolver");
        assertThat(scene.records()).isEmpty();
        assertThat(scene.somebodyElse().secretStores().list()).isEmpty();
    }
}
