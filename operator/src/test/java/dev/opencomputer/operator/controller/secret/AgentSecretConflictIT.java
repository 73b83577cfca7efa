/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class AgentSecretConflictIT {

    @TempDir
    private Path data;

    @Test
    void theOneThatPutItsValueKeepsTheKeyAndAnotherTakesOverWhenItIsGone(TestCluster cluster) throws Exception {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.secrets().source("first", "one");
            scene.secrets().source("second", "two");
            scene.secrets().create("holder", "resolver", "API_KEY", "first");
            scene.secrets().awaitReady("holder");

            scene.secrets().create("a-rival", "resolver", "API_KEY", "second");
            assertThat(AgentSecrets.messageOf(scene.secrets().awaitReason("a-rival", ConditionReason.KEY_CONFLICT)))
                    .contains("holder", "API_KEY");
            assertThat(scene.value("resolver", "API_KEY")).contains("one");

            scene.secrets().delete("holder");
            scene.secrets().awaitReady("a-rival");

            assertThat(scene.value("resolver", "API_KEY")).contains("two");
            // The key was left for the successor to overwrite: it was never away.
            assertThat(scene.server().counters().calls(Operation.DELETE_SECRET)).isZero();
        }
    }

    @Test
    void theKeyGoesWhenHolderAndRivalAreDeletedTogether(TestCluster cluster) {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.secrets().source("first", "one");
            scene.secrets().create("holder", "resolver", "API_KEY", "first");
            scene.secrets().awaitReady("holder");
            scene.secrets().create("rival", "resolver", "API_KEY", "first");
            scene.secrets().awaitReason("rival", ConditionReason.KEY_CONFLICT);

            scene.secrets().delete("holder");
            scene.secrets().delete("rival");
            scene.secrets().awaitGone("holder");
            scene.secrets().awaitGone("rival");

            assertThat(scene.value("resolver", "API_KEY")).isEmpty();
        }
    }

    @Test
    void whoHoldsNoKeyTouchesNothingWhenItIsDeleted(TestCluster cluster) throws Exception {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.secrets().source("first", "one");
            scene.secrets().create("holder", "resolver", "API_KEY", "first");
            scene.secrets().awaitReady("holder");
            scene.secrets().create("rival", "resolver", "API_KEY", "first");
            scene.secrets().awaitReason("rival", ConditionReason.KEY_CONFLICT);

            scene.secrets().delete("rival");
            scene.secrets().awaitGone("rival");

            assertThat(scene.value("resolver", "API_KEY")).contains("one");
        }
    }
}
