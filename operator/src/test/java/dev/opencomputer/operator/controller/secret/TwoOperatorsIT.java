/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two operators that know nothing of each other, as of two clusters, and want different values for one key. */
@ExtendWith(ControlPlaneExtension.class)
class TwoOperatorsIT {

    private static final Duration OFTEN = Duration.ofMillis(500);

    @TempDir
    private Path data;

    @Test
    void twoThatRepairEachOtherComeToRestAndOneOfThemSaysSo(TestCluster one) {
        TestCluster two = one.besides();
        try (Scene scene = Scene.withoutOperator(one, data, Dialect.LOCAL).startOperator(OFTEN)) {
            AgentSecrets first = scene.secrets();
            create(scene.agents(), first, "value of one");
            long listings = listings(scene);
            await().until(() -> listings(scene) > listings);
            AgentSecrets second = new AgentSecrets(two);
            try (RunningOperator other = RunningOperator.start(two, ConnectionSource.fixed(scene.settings()), OFTEN)) {
                other.readiness().awaitLeading();
                create(new Agents(two), second, "value of two");

                await().atMost(Duration.ofMinutes(1))
                        .until(() -> Stream.of(first, second).anyMatch(TwoOperatorsIT::isContended));

                long puts = scene.server().counters().calls(Operation.PUT_SECRET);
                assertThat(puts).isBetween(2L + Remembered.CONTENTION_REPAIRS, 3L + 2 * Remembered.CONTENTION_REPAIRS);
                long then = listings(scene);
                await().until(() -> listings(scene) > then + 2);
                assertThat(scene.server().counters().calls(Operation.PUT_SECRET) - puts)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    private static void create(Agents agents, AgentSecrets secrets, String value) {
        agents.create("resolver");
        secrets.source("anthropic", value);
        secrets.create("api-key", "resolver", "API_KEY", "anthropic");
        secrets.awaitReady("api-key");
    }

    private static boolean isContended(AgentSecrets secrets) {
        return SecretStatuses.standing(secrets.get("api-key").orElseThrow())
                .filter(ConditionReason.CONTENDED::equals)
                .isPresent();
    }

    private static long listings(Scene scene) {
        return scene.server().counters().calls(Operation.LIST_SECRETS);
    }
}
