/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.local.Counters;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.HeldCall;
import dev.opencomputer.operator.testing.Line;
import dev.opencomputer.operator.testing.OperatorProcess;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Of two replicas one reconciles, however the leader leaves. */
@ExtendWith(ControlPlaneExtension.class)
class ReplicasIT {

    @TempDir
    private Path data;

    private final List<String> holders = new CopyOnWriteArrayList<>();
    private TestCluster cluster;
    private Scene scene;
    private Watch watch;

    @BeforeEach
    void open(TestCluster own) {
        cluster = own;
        scene = Scene.withoutOperator(own, data, Dialect.LOCAL);
        watch = own.client()
                .leases()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withName(lease())
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, Lease lease) {
                        String holder =
                                LeaseView.of(lease).holder().orElse("nobody").replaceFirst("_.*", "");
                        if (holders.isEmpty()
                                || !holders.get(holders.size() - 1).equals(holder)) {
                            holders.add(holder);
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }

    @AfterEach
    void close() {
        watch.close();
        scene.close();
    }

    @Test
    void aLeaderThatIsAskedToStopFinishesItsCallAndThenHandsOverAtOnce() throws Exception {
        try (OperatorProcess first = start("first");
                OperatorProcess second = start("second", first)) {
            HeldCall call = HeldCall.within(scene.server(), Operation.CREATE_AGENT);
            scene.agents().create("resolver");
            call.awaitCall();

            first.terminate();
            first.awaitReadiness("503 stopping");
            assertThat(holders).containsExactly("first");
            call.release();
            first.awaitExit();

            second.awaitLeading();
            scene.agents().awaitReady("resolver");
            assertThat(holders).containsExactly("first", "nobody", "second");
            assertThat(scene.server().counters().snapshot().writes()).isOne();
            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace()))
                    .containsExactly("patch agents", "patch agents/status");
        }
    }

    @Test
    void aLeaderThatIsKilledIsFollowedByOneThatBringsItsWorkToAnEnd() throws Exception {
        try (OperatorProcess first = start("first");
                OperatorProcess second = start("second", first)) {
            HeldCall call = HeldCall.after(scene.server(), Operation.CREATE_AGENT);
            scene.agents().create("resolver");
            call.awaitCall();

            first.kill();
            call.release();

            second.awaitLeading();
            scene.agents().awaitReady("resolver");
            assertThat(holders).containsExactly("first", "second");
            assertThat(scene.records()).containsExactly("resolver");
        }
    }

    @Test
    void aLeaderThatWasAsleepWhileAnotherTookOverBeginsNothingWhenItWakesUp() throws Exception {
        try (OperatorProcess first = start("first");
                OperatorProcess second = start("second", first)) {
            HeldCall call = HeldCall.before(scene.server(), Operation.CREATE_AGENT);
            scene.agents().create("resolver");
            call.awaitCall();

            first.pause();
            second.awaitLeading();
            scene.agents().awaitReady("resolver");
            Counters.Snapshot calls = scene.server().counters().snapshot();
            List<String> writes = cluster.auditLog().operatorsWrites(cluster.namespace());
            call.release();
            first.resume();
            first.awaitStandingBy();

            assertThat(scene.server().counters().snapshot().since(calls).reads())
                    .isZero();
            assertThat(scene.server().counters().calls(Operation.CREATE_AGENT)).isEqualTo(2);
            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace())).isEqualTo(writes);
            assertThat(holders).containsExactly("first", "second");
        }
    }

    @Test
    void aLeaderThatIsCutOffFromTheApiServerFallsSilentBeforeAnotherFollows() throws Exception {
        try (Line toKubernetes = Line.to(cluster);
                Line toOpenComputer = Line.to(scene.server().url());
                OperatorProcess first = OperatorProcess.start(
                        toKubernetes.kubeconfig(cluster, data),
                        toOpenComputer.url(),
                        scene,
                        "first",
                        List.of("--namespaces", cluster.namespace(), "--lease-name", lease(), "--resync", "1s"))) {
            first.awaitLeading();
            try (OperatorProcess second = start("second", first)) {
                scene.agents().create("resolver");
                scene.agents().awaitReady("resolver");
                long before = toOpenComputer.said();
                await("routine checks").until(() -> toOpenComputer.said() > before);

                toKubernetes.cut();
                await("the second to hold the Lease")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> holders.contains("second"));
                long then = toOpenComputer.said();

                first.awaitStandingBy();
                second.awaitLeading();
                assertThat(toOpenComputer.said()).isEqualTo(then);
                assertThat(holders).containsExactly("first", "second");
            }
        }
    }

    private OperatorProcess start(String pod) {
        OperatorProcess started = OperatorProcess.startReplica(cluster, scene, pod, lease());
        started.awaitLeading();
        return started;
    }

    private OperatorProcess start(String pod, OperatorProcess leader) {
        OperatorProcess started = OperatorProcess.startReplica(cluster, scene, pod, lease());
        started.awaitStandingBy();
        leader.awaitLeading();
        return started;
    }

    /** One of this test's own: the Leases of all tests are in one namespace. */
    private String lease() {
        return cluster.namespace();
    }
}
