/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AdoptionPolicy;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RefusingApiServer;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was made upstream is not lost when the status that was to tell of it is refused. */
@ExtendWith(ControlPlaneExtension.class)
class RefusedStatusIT {

    /** Under Refuse the first status write is the claim, and the second tells of the record. */
    private static final int AFTER_THE_POST = 2;

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(ints = {403, 409})
    void anAgentThatRefusesFindsItsOwnRecordAgain(int refusal, TestCluster cluster) throws Exception {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL);
                RefusingApiServer apiServer = RefusingApiServer.before(cluster, AFTER_THE_POST, refusal);
                RunningOperator operator = RunningOperator.start(cluster, apiServer.config(), scene.settings())) {
            scene.agents().create("resolver", agent -> agent.getSpec().setAdoptionPolicy(AdoptionPolicy.REFUSE));

            Agent ready = scene.agents().awaitReady("resolver");

            assertThat(ready.getStatus().getId()).isEqualTo("resolver");
            assertThat(scene.records()).containsExactly("resolver");
            assertThat(scene.server().counters().snapshot().calls(Operation.CREATE_AGENT, "201"))
                    .isOne();
            assertThat(apiServer.statusWrites()).isEqualTo(AFTER_THE_POST + 1);
        }
    }
}
