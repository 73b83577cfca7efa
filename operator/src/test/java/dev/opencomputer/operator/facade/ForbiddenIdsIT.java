/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.PolicyOf;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class ForbiddenIdsIT {

    @TempDir
    private Path folder;

    @Test
    void anIdThatTheAdministratorKeepsForOthersIsRefusedAndNothingIsLeft(TestCluster cluster) throws Exception {
        PolicyOf policy = new PolicyOf(folder).write("ids: {" + cluster.namespace() + ": [\"ours-*\"]}");
        try (Scene scene = Scene.withoutOperator(cluster, folder.resolve("local"), Dialect.LOCAL);
                RunningOperator operator = RunningOperator.start(
                        List.of(cluster),
                        ConnectionSource.fixed(scene.settings()),
                        options -> options.withPolicyFile(Optional.of(policy.file())));
                RunningFacade facade = RunningFacade.start(cluster, folder)) {
            HttpCaller caller = HttpCaller.of(facade).with("Prefer", "wait=30");

            Reply refused = caller.post("/v1/agents", "{\"id\": \"theirs\"}");

            assertThat(operator.readiness().now()).isEqualTo("200 ok");
            assertThat(refused.status()).as("%s", refused.body()).isEqualTo(403);
            assertThat(refused.errorType()).isEqualTo("invalid_request");
            assertThat(refused.errorMessage()).startsWith("the id theirs is not to be had here: ");
            assertThat(caller.get("/v1/agents/theirs").status()).isEqualTo(404);
            scene.agents().awaitGone("theirs");
            assertThat(caller.post("/v1/agents", "{\"id\": \"ours-1\"}").status())
                    .isEqualTo(201);
        }
    }
}
