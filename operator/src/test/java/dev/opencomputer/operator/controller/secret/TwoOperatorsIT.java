/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.SecretStoreSpec;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two operators that know nothing of each other, as of two clusters, and want different things of one agent. They look when
 * they are asked to, in turn: routine checks would come in any order.
 */
@ExtendWith(ControlPlaneExtension.class)
class TwoOperatorsIT {

    private static final Duration NEVER = Duration.ofHours(24);

    @TempDir
    private Path data;

    @Test
    void whoWantOtherValuesAndHostsForAKeyComeToRestAndOneSaysSo(TestCluster one) throws OpenComputerException {
        TestCluster two = one.besides();
        AgentSecrets first = new AgentSecrets(one);
        AgentSecrets second = new AgentSecrets(two);
        try (Scene scene = Scene.withoutOperator(one, data, Dialect.LOCAL).startOperator(NEVER);
                RunningOperator other = RunningOperator.start(two, ConnectionSource.fixed(scene.settings()), NEVER)) {
            other.readiness().awaitLeading();
            new Agents(one).create("resolver");
            create(first, "one");
            ask(first, "to be seen as it is");
            new Agents(two).create("resolver");
            create(second, "two");
            ask(second, "to be seen as it is");
            for (int round = 0; round < Remembered.CONTENTION_REPAIRS; round++) {
                ask(first, "round " + round);
                isOf(scene, "one");
                ask(second, "round " + round);
                isOf(scene, "two");
            }
            long puts = scene.server().counters().calls(Operation.PUT_SECRET);

            ask(first, "once more");
            ask(second, "once more");

            first.awaitReason("api-key", ConditionReason.CONTENDED);
            second.awaitReady("api-key");
            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isEqualTo(puts);
        }
    }

    @Test
    void whoWantOtherAllowlistsForAStoreComeToRestAndOneSaysSo(TestCluster one) throws OpenComputerException {
        TestCluster two = one.besides();
        Agents first = new Agents(one);
        Agents second = new Agents(two);
        try (Scene scene = Scene.withoutOperator(one, data, Dialect.LOCAL).startOperator(NEVER);
                RunningOperator other = RunningOperator.start(two, ConnectionSource.fixed(scene.settings()), NEVER)) {
            other.readiness().awaitLeading();
            create(first, "one");
            create(second, "two");
            for (int round = 0; round < Remembered.CONTENTION_REPAIRS; round++) {
                ask(first, "round " + round);
                assertThat(scene.store("resolver").orElseThrow().egressAllowlist())
                        .containsExactly("one.example.com");
                ask(second, "round " + round);
                assertThat(scene.store("resolver").orElseThrow().egressAllowlist())
                        .containsExactly("two.example.com");
            }
            long puts = scene.server().counters().calls(Operation.UPDATE_STORE);

            ask(first, "once more");
            ask(second, "once more");

            first.awaitReason("resolver", ConditionReason.CONTENDED);
            second.awaitReady("resolver");
            assertThat(scene.server().counters().calls(Operation.UPDATE_STORE)).isEqualTo(puts);
        }
    }

    private static void create(AgentSecrets secrets, String whose) {
        secrets.source("anthropic", "of " + whose);
        secrets.create(
                "api-key",
                "resolver",
                "API_KEY",
                "anthropic",
                secret -> secret.getSpec().setAllowedHosts(List.of(whose + ".example.com")));
        secrets.awaitReady("api-key");
    }

    private static void create(Agents agents, String whose) {
        SecretStoreSpec store = new SecretStoreSpec();
        store.setEgressAllowlist(List.of(whose + ".example.com"));
        agents.create("resolver", agent -> agent.getSpec().setSecretStore(store));
        agents.awaitReady("resolver");
    }

    private static void isOf(Scene scene, String whose) throws OpenComputerException {
        assertThat(scene.value("resolver", "API_KEY")).contains("of " + whose);
        assertThat(scene.hosts("resolver", "API_KEY")).contains(List.of(whose + ".example.com"));
    }

    private static void ask(AgentSecrets secrets, String words) {
        secrets.annotate("api-key", Annotations.RECONCILE_AT, words);
        secrets.awaitObject("api-key", secret -> words.equals(secret.getStatus().getLastHandledReconcileAt()));
    }

    private static void ask(Agents agents, String words) {
        agents.annotate("resolver", Annotations.RECONCILE_AT, words);
        agents.awaitObject("resolver", agent -> words.equals(agent.getStatus().getLastHandledReconcileAt()));
    }
}
