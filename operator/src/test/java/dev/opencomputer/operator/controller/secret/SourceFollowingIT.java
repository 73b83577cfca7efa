/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A Secret is followed by its watch: whatever becomes of it is upstream without waiting for a routine check. */
@ExtendWith(ControlPlaneExtension.class)
class SourceFollowingIT {

    private static final String LABEL = "opencomputer.dev/source";

    @TempDir
    private Path data;

    @Test
    void severalAgentSecretsOfOneSecretAreEachPutOnceWhenItChanges(TestCluster cluster) {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.secrets().source("shared", "first");
            List<String> keys = List.of("ONE", "TWO", "THREE");
            for (String key : keys) {
                scene.secrets().create(name(key), "resolver", key, "shared");
            }
            keys.forEach(key -> scene.secrets().awaitReady(name(key)));
            long before = puts(scene);

            scene.secrets().source("shared", "second");

            keys.forEach(key -> awaitValue(scene, key, "second"));
            awaitRest(scene);
            assertThat(puts(scene) - before).isEqualTo(keys.size());
        }
    }

    @Test
    void aBurstOfChangesEndsWithTheLast(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            long before = puts(scene);
            int changes = 25;

            for (int change = 1; change <= changes; change++) {
                scene.secrets().source("anthropic", "value-" + change);
            }

            awaitValue(scene, "API_KEY", "value-" + changes);
            awaitRest(scene);
            assertThat(scene.value("resolver", "API_KEY")).contains("value-" + changes);
            assertThat(puts(scene) - before).isLessThanOrEqualTo(changes);
        }
    }

    @Test
    void anEntryThatIsTakenOutAndPutBackCostsNothing(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            long before = puts(scene);

            replaceData(cluster, "another", "anything");
            scene.secrets().awaitReason("api-key", ConditionReason.SECRET_KEY_NOT_FOUND);
            assertThat(scene.value("resolver", "API_KEY")).contains("value");
            replaceData(cluster, AgentSecrets.ENTRY, "value");

            scene.secrets().awaitReady("api-key");
            assertThat(puts(scene)).isEqualTo(before);
        }
    }

    @Test
    void aSecretThatIsDeletedLeavesTheValueAndTheConditionSaysSo(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            scene.secrets().deleteSource("anthropic");

            String message =
                    AgentSecrets.messageOf(scene.secrets().awaitReason("api-key", ConditionReason.SECRET_NOT_FOUND));
            assertThat(message).contains("what is at OpenComputer stays");
            assertThat(scene.value("resolver", "API_KEY")).contains("value");

            scene.secrets().source("anthropic", "made anew");
            awaitValue(scene, "API_KEY", "made anew");
        }
    }

    @Test
    void anImmutableSecretIsFollowedWhenItIsMadeAnew(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            remake(cluster, secret -> secret.withImmutable(true), "fixed");
            awaitValue(scene, "API_KEY", "fixed");

            remake(cluster, secret -> secret.withImmutable(true), "fixed anew");
            awaitValue(scene, "API_KEY", "fixed anew");
        }
    }

    @Test
    void aSecretThatIsMadeAnewWithATypeThatIsNeverSentLeavesTheValue(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            remake(cluster, secret -> secret.withType(Names.GROUP + "/key"), "never");

            scene.secrets().awaitReason("api-key", ConditionReason.SOURCE_FORBIDDEN);
            assertThat(scene.value("resolver", "API_KEY")).contains("value");

            remake(cluster, secret -> secret.withType("Opaque"), "sent");
            awaitValue(scene, "API_KEY", "sent");
        }
    }

    @Test
    void aSelectorLeavesOtherSecretsToTheRoutineCheck(TestCluster cluster) {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL);
                RunningOperator operator = RunningOperator.start(
                        List.of(cluster),
                        ConnectionSource.fixed(scene.settings()),
                        options -> options.withSecretSelector(Optional.of(LABEL)))) {
            operator.readiness().awaitLeading();
            scene.agents().create("resolver");
            remake(
                    cluster,
                    "followed",
                    secret -> secret.editMetadata().addToLabels(LABEL, "yes").endMetadata(),
                    "1");
            remake(cluster, "other", secret -> secret, "1");
            scene.secrets().create("followed", "resolver", "FOLLOWED", "followed");
            scene.secrets().create("other", "resolver", "OTHER", "other");
            scene.secrets().awaitReady("followed");
            scene.secrets().awaitReady("other");

            scene.secrets().source("other", "2");
            scene.secrets().source("followed", "2");

            awaitValue(scene, "FOLLOWED", "2");
            assertThat(scene.value("resolver", "OTHER")).contains("1");
            scene.secrets().annotate("other", Annotations.RECONCILE_AT, "now");
            awaitValue(scene, "OTHER", "2");
        }
    }

    private Scene open(TestCluster cluster) {
        Scene scene = Scene.open(cluster, data, Dialect.LOCAL);
        scene.agents().create("resolver");
        scene.secrets().source("anthropic", "value");
        scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
        scene.secrets().awaitReady("api-key");
        return scene;
    }

    private static void replaceData(TestCluster cluster, String entry, String value) {
        Secret secret = secret(cluster, "anthropic", made -> made, entry, value);
        cluster.client().resource(secret).update();
    }

    private static void remake(TestCluster cluster, UnaryOperator<SecretBuilder> more, String value) {
        remake(cluster, "anthropic", more, value);
    }

    private static void remake(TestCluster cluster, String name, UnaryOperator<SecretBuilder> more, String value) {
        Secret secret = secret(cluster, name, more, AgentSecrets.ENTRY, value);
        cluster.client().resource(secret).delete();
        cluster.client().resource(secret).create();
    }

    private static Secret secret(
            TestCluster cluster, String name, UnaryOperator<SecretBuilder> more, String entry, String value) {
        return more.apply(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .withStringData(Map.of(entry, value)))
                .build();
    }

    private static void awaitValue(Scene scene, String key, String value) {
        await().until(() -> scene.value("resolver", key).equals(Optional.of(value)));
    }

    private static void awaitRest(Scene scene) {
        await().until(() -> scene.operator().metrics().busy() == 0);
    }

    private static long puts(Scene scene) {
        return scene.server().counters().calls(Operation.PUT_SECRET);
    }

    private static String name(String key) {
        return key.toLowerCase(Locale.ROOT);
    }
}
