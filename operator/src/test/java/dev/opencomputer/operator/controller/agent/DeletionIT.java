/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.SecretKey;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ControlPlaneExtension.class)
class DeletionIT {

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theWholeStoreGoesForeignKeysIncludedAndAnEventCountsThem(Dialect dialect, TestCluster cluster)
            throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, dialect)) {
            scene.agents().create("resolver", agent -> AdoptionIT.allow(agent, "a.example.com"));
            scene.agents().awaitReady("resolver");
            scene.somebodyElse()
                    .secretStores()
                    .putKey(
                            scene.store("resolver").orElseThrow().id(),
                            new SecretKey("FOREIGN"),
                            SecretValue.of("anything"),
                            List.of());

            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");

            assertThat(scene.store("resolver")).isEmpty();
            assertThat(cluster.client()
                            .events()
                            .v1()
                            .events()
                            .inNamespace(cluster.namespace())
                            .list()
                            .getItems())
                    .filteredOn(event -> event.getReason().equals("DeletedUpstream"))
                    .extracting(Event::getNote)
                    .singleElement()
                    .asString()
                    .contains("agent:resolver with 1 key");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void retainKeepsRecordAndStore(Dialect dialect, TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, dialect)) {
            scene.agents().create("resolver", agent -> {
                agent.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN);
                AdoptionIT.allow(agent, "a.example.com");
            });
            scene.agents().awaitReady("resolver");

            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");

            assertThat(scene.store("resolver")).isPresent();
            if (dialect != Dialect.SELF_HOSTED) {
                assertThat(scene.records()).containsExactly("resolver");
            }
            assertThat(scene.events("resolver")).containsExactly("KeptUpstream");
        }
    }

    @Test
    void aPausedDeletionWaitsAndGoesOnWhenThePauseEnds(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            scene.agents().annotate("resolver", Annotations.PAUSED, "true");

            scene.agents().delete("resolver");
            scene.agents().awaitReason("resolver", ConditionReason.PAUSED);
            assertThat(scene.records()).containsExactly("resolver");

            scene.agents()
                    .edit(
                            "resolver",
                            agent -> agent.getMetadata().getAnnotations().clear());
            scene.agents().awaitGone("resolver");
            assertThat(scene.records()).isEmpty();
        }
    }

    @Test
    void aPausedDeletionWithNothingLeftUpstreamDoesNotWait(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            scene.agents().annotate("resolver", Annotations.PAUSED, "true");
            scene.somebodyElse()
                    .agents()
                    .orElseThrow()
                    .delete(new dev.opencomputer.operator.opencomputer.AgentId("resolver"));

            scene.agents().delete("resolver");

            scene.agents().awaitGone("resolver");
        }
    }

    @Test
    void retainSetDuringDeletionLetsTheObjectGoWhereOpenComputerIsGoneForGood(TestCluster cluster) {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            scene.server().close();

            scene.agents().delete("resolver");
            scene.agents().awaitReason("resolver", ConditionReason.UNREACHABLE);
            scene.agents().edit("resolver", agent -> agent.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN));

            scene.agents().awaitGone("resolver");
        }
    }

    @Test
    void aNamespaceWithAgentsInItGoes(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("one");
            scene.agents().create("two", agent -> AdoptionIT.allow(agent, "a.example.com"));
            scene.agents().awaitReady("one");
            scene.agents().awaitReady("two");

            cluster.client().namespaces().withName(cluster.namespace()).delete();

            scene.agents().awaitGone("one");
            scene.agents().awaitGone("two");
            assertThat(scene.records()).isEmpty();
            assertThat(scene.store("two")).isEmpty();
        }
    }
}
