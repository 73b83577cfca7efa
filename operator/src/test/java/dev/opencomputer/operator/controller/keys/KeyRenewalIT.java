/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.OwnKeys;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a renewed, a lost and a restored key, and another digest key, mean for AgentSecrets. */
@ExtendWith(ControlPlaneExtension.class)
class KeyRenewalIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    @Test
    void whatIsSealedBeforeAndAfterARenewalIsPutAlsoBesideAValueWhoseKeyComesOnlyThen(TestCluster cluster)
            throws Exception {
        PrivateSealingKey late = PrivateSealingKey.generate();
        try (Scene scene = scene(cluster);
                OwnKeys keys = new OwnKeys(cluster);
                Operator operator = keys.start(scene)) {
            assertThat(operator.metricsUrl()).isNotNull();
            scene.secrets().createSealed("late", "resolver", "LATE", keys.seal(late.publicKey(), "LATE", "late"));
            scene.secrets().awaitReason("late", ConditionReason.UNKNOWN_SEALING_KEY);

            PublicSealingKey former = keys.renew();

            assertThat(keys.secrets()).hasSize(2);
            scene.secrets().createSealed("old", "resolver", "OLD", keys.seal(former, "OLD", "old"));
            scene.secrets().createSealed("new", "resolver", "NEW", keys.seal("NEW", "new"));

            assertThat(scene.secrets().awaitReady("old").getStatus().getSealingKeyId())
                    .isEqualTo(former.id().value());
            assertThat(scene.secrets().awaitReady("new").getStatus().getSealingKeyId())
                    .isEqualTo(keys.current().id().value());
            assertThat(scene.value("resolver", "OLD")).contains("old");
            assertThat(scene.value("resolver", "NEW")).contains("new");
            assertThat(AgentSecrets.messageOf(scene.secrets().awaitReason("late", ConditionReason.UNKNOWN_SEALING_KEY)))
                    .contains(late.publicKey().id().value());

            cluster.client()
                    .resource(new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(cluster.namespace())
                            .withName("late")
                            .addToLabels(Names.KEY_PURPOSE, "sealing")
                            .endMetadata()
                            .addToData("seed", Base64.getEncoder().encodeToString(late.seed()))
                            .build())
                    .create();

            scene.secrets().awaitReady("late");
            assertThat(scene.value("resolver", "LATE")).contains("late");
        }
    }

    @Test
    void ofTwoReplicasTheOneThatLeadsRenewsAndTheNextGoesOnWithItsKeys(TestCluster cluster) throws Exception {
        try (Scene scene = scene(cluster);
                OwnKeys keys = new OwnKeys(cluster);
                Operator first = keys.startReplica(scene)) {
            await().atMost(SOON).until(() -> keys.published().get() != null);
            try (Operator second = keys.startReplica(scene)) {
                assertThat(second.metricsUrl()).isNotNull();
                PublicSealingKey former = keys.renew();
                assertThat(keys.secrets()).hasSize(2);
                PublicSealingKey ofTheFirst = keys.current();

                first.close();
                keys.renew();

                assertThat(keys.secrets()).hasSize(3);
                scene.secrets().createSealed("old", "resolver", "OLD", keys.seal(former, "OLD", "old"));
                scene.secrets().createSealed("next", "resolver", "NEXT", keys.seal(ofTheFirst, "NEXT", "next"));
                scene.secrets().createSealed("new", "resolver", "NEW", keys.seal("NEW", "new"));
                scene.secrets().awaitReady("old");
                scene.secrets().awaitReady("next");
                scene.secrets().awaitReady("new");
            }
        }
    }

    @Test
    void aKeySecretThatIsDeletedIsNamedInTheConditionAndItsReturnHealsAtOnce(TestCluster cluster) throws Exception {
        try (Scene scene = scene(cluster);
                OwnKeys keys = new OwnKeys(cluster);
                Operator operator = keys.start(scene)) {
            assertThat(operator.metricsUrl()).isNotNull();
            scene.secrets().createSealed("api-key", "resolver", "API_KEY", keys.seal("API_KEY", "value"));
            scene.secrets().awaitReady("api-key");
            Secret lost = keys.secrets().get(0);
            PublicSealingKey former = keys.renew();

            cluster.client().resource(lost).delete();

            AgentSecret refused = scene.secrets().awaitReason("api-key", ConditionReason.UNKNOWN_SEALING_KEY);
            assertThat(AgentSecrets.messageOf(refused)).contains(former.id().value());
            assertThat(scene.value("resolver", "API_KEY")).contains("value");

            cluster.client()
                    .resource(new SecretBuilder(lost)
                            .editMetadata()
                            .withResourceVersion(null)
                            .withUid(null)
                            .endMetadata()
                            .build())
                    .create();

            scene.secrets().awaitReady("api-key");
            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isOne();
        }
    }

    @Test
    void aDigestKeyThatIsDeletedHasEachValuePutOnceMoreAndNothingElse(TestCluster cluster) throws Exception {
        try (Scene scene = scene(cluster);
                OwnKeys keys = new OwnKeys(cluster);
                Operator operator = keys.start(scene)) {
            assertThat(operator.metricsUrl()).isNotNull();
            scene.secrets().source("anthropic", "value");
            scene.secrets().create("from-secret", "resolver", "FROM_SECRET", "anthropic");
            scene.secrets().createSealed("sealed", "resolver", "SEALED", keys.seal("SEALED", "value"));
            scene.secrets().awaitReady("from-secret");
            scene.secrets().awaitReady("sealed");
            Secret former = digestKey(cluster);

            cluster.client().resource(former).delete();
            await().atMost(SOON)
                    .until(() -> digestKey(cluster) != null
                            && !digestKey(cluster).getData().equals(former.getData()));
            for (int look = 1; look <= 3; look++) {
                lookAt(scene, "from-secret", "look-" + look);
                lookAt(scene, "sealed", "look-" + look);
            }

            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isEqualTo(4);
            assertThat(scene.value("resolver", "FROM_SECRET")).contains("value");
            assertThat(scene.value("resolver", "SEALED")).contains("value");
        }
    }

    private Scene scene(TestCluster cluster) {
        Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL);
        scene.agents().create("resolver");
        return scene;
    }

    private static void lookAt(Scene scene, String secret, String when) {
        scene.secrets().annotate(secret, Annotations.RECONCILE_AT, when);
        scene.secrets()
                .awaitObject(secret, object -> when.equals(object.getStatus().getLastHandledReconcileAt()));
    }

    private static Secret digestKey(TestCluster cluster) {
        return cluster.client()
                .secrets()
                .inNamespace(cluster.namespace())
                .withName("opencomputer-digest-key")
                .get();
    }
}
