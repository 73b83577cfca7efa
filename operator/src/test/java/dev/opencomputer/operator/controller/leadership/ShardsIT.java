/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two releases of one cluster. */
@ExtendWith(ControlPlaneExtension.class)
class ShardsIT {

    @TempDir
    private Path data;

    @Test
    void aNamespaceInTwoListsIsToldAndReconciledByOneOfThem(TestCluster cluster) {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            RunningOperator older = start(cluster, scene, "-older");
            try (RunningOperator younger = start(cluster, scene, "-younger")) {
                assertThat(younger.metrics().overlappingReleases()).isOne();
                assertThat(eventsOn(cluster, "-younger")).containsExactly("NamespaceInTwoLists");

                scene.agents().create("first");
                scene.agents().awaitReady("first");
                older.close();

                scene.agents().create("second");
                scene.agents().awaitReady("second");
                assertThat(younger.metrics().overlappingReleases()).isZero();
                assertThat(eventsOn(cluster, "-younger"))
                        .containsExactlyInAnyOrder("NamespaceInTwoLists", "NamespacesDisjoint");
                assertThat(scene.server().counters().calls(Operation.CREATE_AGENT))
                        .isEqualTo(2);
            } finally {
                older.close();
            }
        }
    }

    private static RunningOperator start(TestCluster cluster, Scene scene, String release) {
        RunningOperator operator = RunningOperator.startReplica(
                cluster,
                cluster.releaseConfig(cluster.namespace() + release),
                scene.settings(),
                OperatorOptions.DEFAULT_RESYNC,
                cluster.namespace() + release);
        operator.readiness().awaitLeading();
        return operator;
    }

    private static List<String> eventsOn(TestCluster cluster, String release) {
        return cluster
                .client()
                .events()
                .v1()
                .events()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .list()
                .getItems()
                .stream()
                .filter(event -> (cluster.namespace() + release)
                        .equals(event.getRegarding().getName()))
                .map(Event::getReason)
                .toList();
    }
}
