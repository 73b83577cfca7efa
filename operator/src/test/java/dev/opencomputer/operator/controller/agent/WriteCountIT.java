/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.local.Counters;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an Agent costs when all goes well: the writes to Kubernetes and those to OpenComputer, each one counted. */
@ExtendWith(ControlPlaneExtension.class)
class WriteCountIT {

    private static final String FINALIZER = "patch agents";
    private static final String STATUS = "patch agents/status";
    private static final String EVENT = "create events";

    @TempDir
    private Path data;

    @Test
    void aLifeCostsTwoWritesAtFirstThenOneForAChangeAndOneForTheEnd(TestCluster cluster) {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            assertWrites(cluster, FINALIZER, STATUS);
            assertThat(scene.server().counters().snapshot().writes()).isOne();

            Counters.Snapshot made = scene.server().counters().snapshot();
            scene.agents().edit("resolver", agent -> agent.getSpec().getConfig().setSnapshot("agent-snapshot-v2"));
            scene.agents().awaitReady("resolver");
            assertWrites(cluster, FINALIZER, STATUS, STATUS);
            assertThat(scene.server().counters().snapshot().since(made).writes())
                    .isOne();
            assertThat(scene.server().counters().calls(Operation.UPDATE_AGENT)).isOne();

            Counters.Snapshot changed = scene.server().counters().snapshot();
            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");
            // The Event names what was deleted upstream, which a person may have wanted to keep.
            assertWrites(cluster, FINALIZER, STATUS, STATUS, EVENT, FINALIZER);
            assertThat(scene.server().counters().snapshot().since(changed).writes())
                    .isOne();
        }
    }

    @Test
    void aStoreCostsOnePostAndNothingInKubernetes(TestCluster cluster) {
        assertCosts(cluster, agent -> AdoptionIT.allow(agent, "a.example.com"), 2, FINALIZER, STATUS);
    }

    @Test
    void refusingCostsOneStatusWriteMore(TestCluster cluster) {
        assertCosts(cluster, AdoptionIT::refuse, 1, FINALIZER, STATUS, STATUS);
    }

    @Test
    void refusingWithAStoreCostsNoMoreThanRefusing(TestCluster cluster) {
        assertCosts(
                cluster,
                agent -> {
                    AdoptionIT.refuse(agent);
                    AdoptionIT.allow(agent, "a.example.com");
                },
                2,
                FINALIZER,
                STATUS,
                STATUS);
    }

    private void assertCosts(TestCluster cluster, Consumer<Agent> more, int upstream, String... writes) {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver", more);
            scene.agents().awaitReady("resolver");

            await().until(() -> scene.operator().metrics().busy() == 0);
            assertWrites(cluster, writes);
            assertThat(scene.server().counters().snapshot().writes()).isEqualTo(upstream);
        }
    }

    private static void assertWrites(TestCluster cluster, String... writes) {
        await().untilAsserted(() -> assertThat(cluster.auditLog().operatorsWrites(cluster.namespace()))
                .containsExactly(writes));
    }
}
