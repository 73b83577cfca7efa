/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.local.Counters;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.SecretKey;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Metrics;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What looking for drift costs: calls grow with stores, not with keys, and nothing is written at rest. */
@ExtendWith(ControlPlaneExtension.class)
class StoreCountIT {

    private static final Duration PERIOD = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path data;

    @Test
    void aPeriodCostsOneListingOfEachStoreHoweverManyKeysItHas(TestCluster cluster) {
        int keys = 20;
        List<String> agents = List.of("first", "second");
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL).startOperator(PERIOD)) {
            scene.secrets().source("shared", "value");
            for (String agent : agents) {
                scene.agents().create(agent);
                create(scene, agent, keys);
            }
            agents.forEach(agent -> awaitReady(scene, agent, keys));
            int written =
                    cluster.auditLog().operatorsWrites(cluster.namespace()).size();
            Counters.Snapshot before = scene.server().counters().snapshot();
            Metrics metrics = scene.operator().metrics();

            int periods = 3;
            long reconciles = (long) periods * agents.size() * (keys + 1);
            await().atMost(PATIENCE)
                    .until(() -> scene.operator().metrics().reconciles() - metrics.reconciles() >= reconciles);

            Counters.Snapshot spent = scene.server().counters().snapshot().since(before);
            assertThat(spent.writes()).isZero();
            // One more each, for those whose next period has begun.
            assertThat(spent.calls(Operation.LIST_SECRETS)).isBetween(1L, (periods + 1L) * agents.size());
            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace())).hasSize(written);
        }
    }

    @Test
    void aStoreWithFiveHundredKeysIsListedOnceAtARestartAndOneKeyPutBack(TestCluster cluster)
            throws OpenComputerException {
        int keys = 500;
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.secrets().source("shared", "value");
            scene.agents().create("resolver");
            create(scene, "resolver", keys);
            awaitReady(scene, "resolver", keys);
            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isEqualTo(keys);
            scene.stopOperator();
            SecretStore store = scene.store("resolver").orElseThrow();
            scene.somebodyElse().secretStores().deleteKey(store.id(), new SecretKey("KEY_250"));
            Counters.Snapshot before = scene.server().counters().snapshot();

            scene.startOperator();

            await().atMost(PATIENCE)
                    .until(() -> scene.operator().metrics().reconciles() > keys
                            && scene.operator().metrics().busy() == 0);
            Counters.Snapshot spent = scene.server().counters().snapshot().since(before);
            assertThat(spent.writes()).isOne();
            assertThat(scene.value("resolver", "KEY_250")).contains("value");
            // One for all, one to see how the key that was put back is listed, and one for those who came after that
            // PUT.
            assertThat(spent.calls(Operation.LIST_SECRETS)).isBetween(2L, 3L);
        }
    }

    @Test
    void foreignKeysAreCountedInOneWriteAndLeftAlone(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.secrets().source("shared", "value");
            scene.agents().create("resolver");
            create(scene, "resolver", 1);
            awaitReady(scene, "resolver", 1);
            SecretStore store = scene.store("resolver").orElseThrow();
            for (String foreign : List.of("THEIRS", "ALSO_THEIRS")) {
                scene.somebodyElse()
                        .secretStores()
                        .putKey(store.id(), new SecretKey(foreign), SecretValue.of("theirs"), List.of());
            }

            scene.agents().annotate("resolver", Annotations.RECONCILE_AT, "1");
            scene.agents()
                    .awaitAgent(
                            "resolver",
                            agent -> Integer.valueOf(2).equals(agent.getStatus().getForeignKeys()));
            scene.somebodyElse().secretStores().deleteKey(store.id(), new SecretKey("THEIRS"));
            scene.somebodyElse().secretStores().deleteKey(store.id(), new SecretKey("ALSO_THEIRS"));
            scene.agents().annotate("resolver", Annotations.RECONCILE_AT, "2");

            scene.agents().awaitAgent("resolver", agent -> agent.getStatus().getForeignKeys() == null);
            assertThat(scene.value("resolver", "KEY_0")).contains("value");
        }
    }

    private static void create(Scene scene, String agent, int keys) {
        IntStream.range(0, keys)
                .parallel()
                .forEach(key -> scene.secrets().create(agent + "-" + key, agent, "KEY_" + key, "shared"));
    }

    private static void awaitReady(Scene scene, String agent, int keys) {
        await().atMost(PATIENCE)
                .until(() -> IntStream.range(0, keys)
                        .allMatch(key -> scene.value(agent, "KEY_" + key).isPresent()));
        IntStream.range(0, keys).forEach(key -> scene.secrets().awaitReady(agent + "-" + key));
        await().until(() -> scene.operator().metrics().busy() == 0);
    }
}
