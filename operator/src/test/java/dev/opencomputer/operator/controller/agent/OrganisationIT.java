/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class OrganisationIT {

    private static final Duration OFTEN = Duration.ofMillis(500);

    @TempDir
    private Path former;

    @TempDir
    private Path other;

    @Test
    void nothingIsWrittenNorTakenForGoneWhileTheKeyLeadsToAnotherOrganisation(TestCluster cluster)
            throws OpenComputerException {
        try (Scene home = Scene.withoutOperator(cluster, former, Dialect.SELF_HOSTED);
                Scene elsewhere = Scene.withoutOperator(cluster, other, Dialect.SELF_HOSTED)) {
            elsewhere.somebodyElse().secretStores().create("theirs", java.util.Optional.empty());
            AtomicReference<ConnectionSettings> present =
                    new AtomicReference<>(RunningOperator.settings(home.server(), Dialect.SELF_HOSTED));
            ConnectionSource source = present::get;
            try (RunningOperator operator = RunningOperator.start(cluster, source, OFTEN)) {
                home.agents().create("resolver", agent -> AdoptionIT.allow(agent, "a.example.com"));
                assertThat(home.agents().awaitReady("resolver").getStatus().getOrganisation())
                        .isNotBlank();

                present.set(RunningOperator.settings(elsewhere.server(), Dialect.SELF_HOSTED));
                home.agents().awaitReason("resolver", ConditionReason.ORGANISATION_CHANGED);
                home.agents().create("newcomer", agent -> AdoptionIT.allow(agent, "a.example.com"));
                home.agents().awaitReason("newcomer", ConditionReason.ORGANISATION_CHANGED);
                assertThat(elsewhere.store("resolver")).isEmpty();
                assertThat(elsewhere.store("newcomer")).isEmpty();

                present.set(RunningOperator.settings(home.server(), Dialect.SELF_HOSTED));
                home.agents().awaitReady("resolver");
                home.agents().awaitReady("newcomer");
                assertThat(home.store("newcomer")).isPresent();
            }
        }
    }

    @Test
    void aStoreThatShowedTheOtherOrganisationByBeingMadeThereIsRemovedAgain(TestCluster cluster)
            throws OpenComputerException {
        try (Scene home = Scene.withoutOperator(cluster, former, Dialect.SELF_HOSTED);
                Scene elsewhere = Scene.withoutOperator(cluster, other, Dialect.SELF_HOSTED)) {
            AtomicReference<ConnectionSettings> present =
                    new AtomicReference<>(RunningOperator.settings(home.server(), Dialect.SELF_HOSTED));
            ConnectionSource source = present::get;
            try (RunningOperator operator = RunningOperator.start(cluster, source, OFTEN)) {
                home.agents().create("resolver", agent -> AdoptionIT.allow(agent, "a.example.com"));
                home.agents().awaitReady("resolver");

                present.set(RunningOperator.settings(elsewhere.server(), Dialect.SELF_HOSTED));
                home.agents().awaitReason("resolver", ConditionReason.ORGANISATION_CHANGED);

                assertThat(elsewhere.store("resolver")).isEmpty();
            }
        }
    }

    @Test
    void anOrganisationWithoutAnyStoreProvesNothingAndGetsNothing(TestCluster cluster) throws OpenComputerException {
        try (Scene home = Scene.withoutOperator(cluster, former, Dialect.LOCAL);
                Scene elsewhere = Scene.withoutOperator(cluster, other, Dialect.LOCAL)) {
            AtomicReference<ConnectionSettings> present = new AtomicReference<>(home.settings());
            ConnectionSource source = present::get;
            try (RunningOperator operator = RunningOperator.start(cluster, source, OFTEN)) {
                home.agents().create("resolver", agent -> AdoptionIT.allow(agent, "a.example.com"));
                home.agents().create("leaving");
                home.agents().awaitReady("resolver");
                home.agents().awaitReady("leaving");
            }

            present.set(elsewhere.settings());
            home.agents().delete("leaving");
            home.agents().create("newcomer");
            try (RunningOperator restarted = RunningOperator.start(cluster, source, OFTEN)) {
                home.agents().awaitReason("newcomer", ConditionReason.ORGANISATION_CHANGED);
                home.agents().awaitReason("leaving", ConditionReason.ORGANISATION_CHANGED);
                home.agents().awaitReason("resolver", ConditionReason.ORGANISATION_CHANGED);
                assertThat(elsewhere.records()).isEmpty();
                await().untilAsserted(() -> assertThat(
                                elsewhere.somebodyElse().secretStores().list())
                        .isEmpty());

                present.set(home.settings());
                home.agents().awaitGone("leaving");
                home.agents().awaitReady("newcomer");
                assertThat(home.records()).containsExactlyInAnyOrder("resolver", "newcomer");
            }
        }
    }

    @Test
    void aDeletionEndsWhereTheOnlyStoreOfItsOwnOrganisationIsGone(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, former, Dialect.LOCAL)) {
            scene.agents().create("resolver", agent -> AdoptionIT.allow(agent, "a.example.com"));
            scene.agents().awaitReady("resolver");
            scene.stopOperator();
            scene.somebodyElse()
                    .secretStores()
                    .delete(scene.store("resolver").orElseThrow().id());
            scene.agents().delete("resolver");

            scene.startOperator();

            scene.agents().awaitGone("resolver");
            assertThat(scene.records()).isEmpty();
            await().untilAsserted(() ->
                    assertThat(scene.somebodyElse().secretStores().list()).isEmpty());
        }
    }
}
