/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AdoptionPolicy;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.ImpatientClient;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A write that was carried out but not answered is found again, and not made twice. */
@ExtendWith(ControlPlaneExtension.class)
class LostAnswerIT {

    @TempDir
    private Path data;

    /** What the operator gets instead of the answer. */
    enum Instead {
        RESET,
        SILENCE,
        ERROR,
        WEB_PAGE;

        Fault fault() {
            return switch (this) {
                case RESET -> Fault.closed().afterCarryingOut();
                case SILENCE -> Fault.slow(Duration.ofMinutes(1)).afterCarryingOut();
                case ERROR -> Fault.answer(502, "<html>Bad gateway</html>").afterCarryingOut();
                case WEB_PAGE -> Fault.nonsense().afterCarryingOut();
            };
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ADOPT,RESET", "ADOPT,SILENCE", "ADOPT,ERROR", "ADOPT,WEB_PAGE",
        "REFUSE,RESET", "REFUSE,SILENCE", "REFUSE,ERROR", "REFUSE,WEB_PAGE"
    })
    void recordAndStoreAreMadeOnceAndHeld(AdoptionPolicy policy, Instead instead, TestCluster cluster)
            throws OpenComputerException {
        try (Scene scene = open(cluster, Dialect.LOCAL)) {
            scene.server().faults().next(Operation.CREATE_AGENT, instead.fault());
            scene.server().faults().next(Operation.CREATE_STORE, instead.fault());

            create(scene, policy);
            Agent ready = scene.agents().awaitReady("resolver");

            assertThat(scene.records()).containsExactly("resolver");
            assertThat(ready.getStatus().getId()).isEqualTo("resolver");
            assertHoldsTheOneStore(scene, ready);
            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");
            assertThat(scene.records()).isEmpty();
            assertThat(scene.store("resolver")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"HOSTED", "SELF_HOSTED"})
    void aStoreIsMadeOnceInEveryDialect(Dialect dialect, TestCluster cluster) throws OpenComputerException {
        try (Scene scene = open(cluster, dialect)) {
            scene.server().faults().next(Operation.CREATE_STORE, Instead.RESET.fault());

            create(scene, AdoptionPolicy.REFUSE);

            assertHoldsTheOneStore(scene, scene.agents().awaitReady("resolver"));
        }
    }

    @ParameterizedTest
    @EnumSource(Instead.class)
    void aDeletionEndsAllTheSame(Instead instead, TestCluster cluster) throws OpenComputerException {
        try (Scene scene = open(cluster, Dialect.LOCAL)) {
            create(scene, AdoptionPolicy.ADOPT);
            scene.agents().awaitReady("resolver");
            scene.server().faults().next(Operation.DELETE_AGENT, instead.fault());
            scene.server().faults().next(Operation.DELETE_STORE, instead.fault());

            scene.agents().delete("resolver");

            scene.agents().awaitGone("resolver");
            assertThat(scene.records()).isEmpty();
            assertThat(scene.store("resolver")).isEmpty();
        }
    }

    private Scene open(TestCluster cluster, Dialect dialect) {
        return Scene.withoutOperator(cluster, data, dialect)
                .startOperator(OperatorOptions.DEFAULT_RESYNC, ImpatientClient.options());
    }

    private static void create(Scene scene, AdoptionPolicy policy) {
        scene.agents().create("resolver", agent -> {
            agent.getSpec().setAdoptionPolicy(policy);
            AdoptionIT.allow(agent, "a.example.com");
        });
    }

    private static void assertHoldsTheOneStore(Scene scene, Agent ready) throws OpenComputerException {
        assertThat(scene.somebodyElse().secretStores().list())
                .singleElement()
                .satisfies(store -> assertThat(store.id().value())
                        .isEqualTo(ready.getStatus().getSecretStoreId()));
    }
}
