/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.ImpatientClient;
import dev.opencomputer.operator.testing.MountedConnection;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ControlPlaneExtension.class)
class WrongKeyIT {

    private static final String WRONG = "osb_wrong";

    @TempDir
    private Path data;

    @TempDir
    private Path mount;

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"HOSTED", "SELF_HOSTED"})
    void twentyAgentsSayItOnceEachAndCostOneCall(Dialect dialect, TestCluster cluster) throws IOException {
        try (Scene scene = Scene.withoutOperator(cluster, data, dialect);
                RunningOperator operator =
                        start(cluster, mounted(scene, WRONG), ImpatientClient.holdingBackForGood())) {
            List<String> names =
                    IntStream.range(0, 20).mapToObj(i -> "agent-" + i).toList();

            names.forEach(scene.agents()::create);

            for (String name : names) {
                Agent agent = scene.agents().awaitReason(name, ConditionReason.UNAUTHORISED);
                assertThat(Agents.messageOf(agent))
                        .contains("the API key is not accepted", "Check the API key")
                        .doesNotContain(WRONG);
                await().untilAsserted(() ->
                        assertThat(scene.events(name)).containsExactly(ConditionReason.UNAUTHORISED.value()));
            }
            assertThat(operator.metrics().sentCalls()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"HOSTED", "SELF_HOSTED"})
    void theRightKeyInTheMountedFilesHealsWithoutARestart(Dialect dialect, TestCluster cluster)
            throws IOException, OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, dialect)) {
            MountedConnection files = mounted(scene, WRONG);
            try (RunningOperator operator = start(cluster, files, ImpatientClient.options())) {
                scene.agents().create("resolver", agent -> AdoptionIT.allow(agent, "a.example.com"));
                scene.agents().awaitReason("resolver", ConditionReason.UNAUTHORISED);
                long tries = operator.metrics().sentCalls();
                await().until(() -> operator.metrics().sentCalls() >= tries + 3);

                files.write(scene.settings(), scene.server().apiKey());

                scene.agents().awaitReady("resolver");
                assertThat(scene.store("resolver")).isPresent();
                await().untilAsserted(() -> assertThat(scene.events("resolver"))
                        .containsExactlyInAnyOrder(ConditionReason.UNAUTHORISED.value(), "Recovered"));
            }
        }
    }

    @Test
    void theRightKeyIsNoticedAlsoWhereTheNextTryIsFarAway(TestCluster cluster)
            throws IOException, OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            MountedConnection files = mounted(scene, WRONG);
            try (RunningOperator operator = start(cluster, files, ImpatientClient.holdingBackForGood())) {
                scene.agents().create("resolver");
                scene.agents().awaitReason("resolver", ConditionReason.UNAUTHORISED);

                files.write(scene.settings(), scene.server().apiKey());

                scene.agents().awaitReady("resolver");
                assertThat(scene.records()).containsExactly("resolver");
            }
        }
    }

    private MountedConnection mounted(Scene scene, String key) throws IOException {
        MountedConnection files = new MountedConnection(mount);
        files.write(scene.settings(), key);
        return files;
    }

    private static RunningOperator start(TestCluster cluster, MountedConnection files, ClientOptions options) {
        return RunningOperator.start(
                cluster, ConnectionSource.files(files.folder()), OperatorOptions.DEFAULT_RESYNC, options);
    }
}
