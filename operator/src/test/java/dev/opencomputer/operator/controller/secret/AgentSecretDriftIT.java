/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.SecretKey;
import dev.opencomputer.operator.opencomputer.SecretStores;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.opencomputer.StoreId;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody changes at OpenComputer by hand is put back. */
@ExtendWith(ControlPlaneExtension.class)
class AgentSecretDriftIT {

    private static final SecretKey KEY = new SecretKey("API_KEY");
    private static final List<String> HOSTS = List.of("api.example.com");

    @TempDir
    private Path data;

    @Test
    void aKeyThatWasRemovedByHandIsPutBackAndCounted(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            stores(scene).deleteKey(store(scene), KEY);

            askForReconcile(scene, "now");

            await().until(() -> scene.value("resolver", "API_KEY").isPresent());
            await().until(() -> scene.events("api-key").contains("DriftRepaired"));
            assertThat(scene.operator().metrics().repairs("key_missing")).isOne();
        }
    }

    @Test
    void hostsThatWereWidenedByHandAreNarrowedAgain(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            stores(scene).putKey(store(scene), KEY, SecretValue.of("value"), List.of());

            askForReconcile(scene, "now");

            await().until(() -> scene.hosts("resolver", "API_KEY").orElseThrow().equals(List.of("api.example.com")));
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aValueThatWasExchangedByHandIsPutBack(Dialect dialect, TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, dialect)) {
            askForReconcile(scene, "to be seen as it is");
            exchange(scene);

            askForReconcile(scene, "to be put back");

            assertThat(scene.value("resolver", "API_KEY")).contains("value");
            await().untilAsserted(() -> assertThat(scene.events("api-key")).containsExactly("DriftRepaired"));
            long puts = scene.server().counters().calls(Operation.PUT_SECRET);
            askForReconcile(scene, "to be left in peace");
            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isEqualTo(puts);
        }
    }

    @Test
    void aStoreThatWasDeletedByHandIsMadeAnewWithItsKeys(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            StoreId former = store(scene);
            stores(scene).delete(former);

            askForReconcile(scene, "now");

            await().until(() -> scene.value("resolver", "API_KEY").isPresent());
            assertThat(store(scene)).isNotEqualTo(former);
            scene.secrets()
                    .awaitObject(
                            "api-key",
                            secret -> store(scene)
                                    .value()
                                    .equals(secret.getStatus().getStoreId()));
        }
    }

    @Test
    void hostsThatWereWidenedByHandAreAWarningThatSpeaksOfSecurityAndAreCounted(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            stores(scene).putKey(store(scene), KEY, SecretValue.of("value"), List.of());

            askForReconcile(scene, "now");

            await().untilAsserted(() -> assertThat(scene.eventsAbout("api-key"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getReason()).isEqualTo("DriftRepaired");
                        assertThat(event.getType()).isEqualTo("Warning");
                        assertThat(event.getNote()).startsWith("Security:");
                    }));
            assertThat(scene.operator().metrics().repairs("hosts_widened")).isOne();
        }
    }

    @Test
    void aStoreThatWasMadeAnewByHandGetsItsKeysAndIsToldOnce(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            StoreId former = store(scene);
            stores(scene).delete(former);
            StoreId made =
                    stores(scene).create("agent:resolver", Optional.empty()).id();

            scene.agents().annotate("resolver", Annotations.RECONCILE_AT, "now");

            scene.secrets()
                    .awaitObject(
                            "api-key",
                            secret -> made.value().equals(secret.getStatus().getStoreId()));
            assertThat(scene.value("resolver", "API_KEY")).contains("value");
            assertThat(store(scene)).isEqualTo(made);
            await().untilAsserted(() -> assertThat(scene.events("resolver")).containsExactly("DriftRepaired"));
        }
    }

    @Test
    void anotherWriterThatNeverStopsMakesItContended(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            askForReconcile(scene, "to be seen as it is");
            for (int round = 0; round < Remembered.CONTENTION_REPAIRS; round++) {
                exchange(scene);
                askForReconcile(scene, "round " + round);
                assertThat(scene.value("resolver", "API_KEY")).contains("value");
            }
            exchange(scene);

            askForReconcile(scene, "once more");

            scene.secrets().awaitReason("api-key", ConditionReason.CONTENDED);
            assertThat(scene.value("resolver", "API_KEY")).contains("theirs");
        }
    }

    @Test
    void aPutThatWasRefusedWaitsForAChange(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            Fault refusal = Fault.answer(400, "{\"error\":\"no\"}");
            scene.server().faults().next(Operation.PUT_SECRET, refusal);
            scene.secrets().source("anthropic", "refused");
            scene.secrets().awaitReason("api-key", ConditionReason.REJECTED);
            long tried = scene.server().counters().calls(Operation.PUT_SECRET);

            long reconciles = scene.operator().metrics().reconciles();
            cluster.client()
                    .secrets()
                    .inNamespace(cluster.namespace())
                    .withName("anthropic")
                    .edit(secret -> new SecretBuilder(secret)
                            .editMetadata()
                            .addToLabels("changed", "not-the-value")
                            .endMetadata()
                            .build());
            await().until(() -> scene.operator().metrics().reconciles() > reconciles
                    && scene.operator().metrics().busy() == 0);
            scene.secrets().awaitReason("api-key", ConditionReason.REJECTED);
            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isEqualTo(tried);

            askForReconcile(scene, "now");
            assertThat(scene.value("resolver", "API_KEY")).contains("refused");
        }
    }

    @Test
    void aForeignKeyInTheStoreIsLeftAlone(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            stores(scene).putKey(store(scene), new SecretKey("FOREIGN"), SecretValue.of("theirs"), List.of());

            askForReconcile(scene, "now");

            scene.secrets()
                    .awaitObject(
                            "api-key", secret -> "now".equals(secret.getStatus().getLastHandledReconcileAt()));
            assertThat(scene.value("resolver", "FOREIGN")).contains("theirs");
        }
    }

    private Scene open(TestCluster cluster) {
        return open(cluster, Dialect.LOCAL);
    }

    private Scene open(TestCluster cluster, Dialect dialect) {
        Scene scene = Scene.open(cluster, data, dialect);
        scene.agents().create("resolver");
        scene.secrets().source("anthropic", "value");
        scene.secrets()
                .create(
                        "api-key",
                        "resolver",
                        "API_KEY",
                        "anthropic",
                        secret -> secret.getSpec().setAllowedHosts(HOSTS));
        scene.secrets().awaitReady("api-key");
        return scene;
    }

    private static void askForReconcile(Scene scene, String words) {
        scene.secrets().annotate("api-key", Annotations.RECONCILE_AT, words);
        scene.secrets()
                .awaitObject(
                        "api-key", secret -> words.equals(secret.getStatus().getLastHandledReconcileAt()));
    }

    /** Hosted servers tell times in whole seconds, and two writes within one are the same to whoever lists them. */
    private static void exchange(Scene scene) throws OpenComputerException {
        StoreId store = store(scene);
        Optional<Instant> before = writtenAt(scene, store);
        await().until(() -> {
            stores(scene).putKey(store, KEY, SecretValue.of("theirs"), HOSTS);
            return !writtenAt(scene, store).equals(before);
        });
    }

    private static Optional<Instant> writtenAt(Scene scene, StoreId store) throws OpenComputerException {
        return stores(scene).keys(store).get(0).updatedAt();
    }

    private static SecretStores stores(Scene scene) {
        return scene.somebodyElse().secretStores();
    }

    private static StoreId store(Scene scene) {
        try {
            return scene.store("resolver").orElseThrow().id();
        } catch (OpenComputerException e) {
            throw new AssertionError(e);
        }
    }
}
