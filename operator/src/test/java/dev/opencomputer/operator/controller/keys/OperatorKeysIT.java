/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the operator comes to its keys, and what it makes of what an administrator did to them. */
@ExtendWith(ControlPlaneExtension.class)
class OperatorKeysIT {

    private KeyScene scene;

    @BeforeEach
    void namespace(TestCluster cluster) {
        scene = new KeyScene(cluster);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void makesItsKeysAtTheFirstStartAndPublishesThePublicHalf() throws KeysUnavailableException {
        OperatorKeys keys = scene.prepare();

        assertThat(scene.open(keys, scene.publishedKey())).isInstanceOf(Opening.Opened.class);
        assertThat(scene.writes()).containsExactly("create secrets", "create secrets", "create configmaps");
    }

    @Test
    void namesTheKeyInALabelOfItsSecret() throws KeysUnavailableException {
        scene.prepare();

        assertThat(scene.sealingSecrets())
                .singleElement()
                .satisfies(secret -> assertThat(secret.getMetadata().getLabels())
                        .containsEntry(
                                Names.SEALING_KEY_ID, scene.publishedKey().id().value()));
    }

    @Test
    void writesNothingWhenAllIsThere() throws KeysUnavailableException {
        OperatorKeys first = scene.prepare();
        List<String> writes = scene.writes();

        OperatorKeys second = scene.prepare();

        assertThat(scene.writes()).isEqualTo(writes);
        assertThat(second.digest().digest(KeyScene.VALUE))
                .isEqualTo(first.digest().digest(KeyScene.VALUE));
        assertThat(scene.open(second, scene.publishedKey())).isInstanceOf(Opening.Opened.class);
    }

    @Test
    void operatorsThatStartTogetherEndWithTheSameKeys() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<OperatorKeys>> starts = Stream.generate(() -> (Callable<OperatorKeys>) scene::prepare)
                    .limit(8)
                    .toList();
            List<Future<OperatorKeys>> started = threads.invokeAll(starts);

            PublicSealingKey published = scene.publishedKey();
            String digest = scene.prepare().digest().digest(KeyScene.VALUE);
            for (Future<OperatorKeys> operator : started) {
                assertThat(scene.open(operator.get(), published)).isInstanceOf(Opening.Opened.class);
                assertThat(operator.get().digest().digest(KeyScene.VALUE)).isEqualTo(digest);
            }
            assertThat(scene.sealingSecrets()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void publishesAgainWhatWasDeleted() throws KeysUnavailableException {
        scene.prepare();
        PublicSealingKey before = scene.publishedKey();
        scene.publication().delete();

        scene.prepare();

        assertThat(scene.publishedKey()).isEqualTo(before);
    }

    @Test
    void putsBackAPublicKeyThatWasChanged() throws KeysUnavailableException {
        scene.prepare();
        PublicSealingKey before = scene.publishedKey();
        scene.publication().edit(map -> {
            map.getData()
                    .put(
                            before.id().value(),
                            PrivateSealingKey.generate().publicKey().base64());
            return map;
        });

        scene.prepare();

        assertThat(scene.publishedKey()).isEqualTo(before);
    }

    @Test
    void takesOutAPublicKeyThatItCannotOpenFor() throws KeysUnavailableException {
        scene.prepare();
        PublicSealingKey before = scene.publishedKey();
        PublicSealingKey strangers = PrivateSealingKey.generate().publicKey();
        scene.publication().edit(map -> {
            map.getData().put(strangers.id().value(), strangers.base64());
            map.getMetadata()
                    .getAnnotations()
                    .put(Names.CURRENT_KEY, strangers.id().value());
            return map;
        });

        scene.prepare();

        assertThat(scene.publishedKey()).isEqualTo(before);
        assertThat(scene.publication().get().getData())
                .containsOnlyKeys(before.id().value());
    }

    @Test
    void leavesWhatOthersPutOnThePublication() throws KeysUnavailableException {
        scene.prepare();
        scene.publication().edit(map -> {
            map.getMetadata().getAnnotations().put("example.com/owner", "platform");
            map.getData().clear();
            return map;
        });

        scene.prepare();

        assertThat(scene.publication().get().getMetadata().getAnnotations())
                .containsEntry("example.com/owner", "platform");
    }

    @Test
    void publishesWhichClusterThisIs(TestCluster cluster) throws KeysUnavailableException {
        scene.prepare();

        assertThat(scene.publication().get().getMetadata().getAnnotations())
                .containsEntry(
                        Annotations.CLUSTER_ID,
                        cluster.client()
                                .namespaces()
                                .withName("kube-system")
                                .get()
                                .getMetadata()
                                .getUid());
    }

    @Test
    void opensWithEveryLabelledKeyAndGoesOnSealingWithTheCurrentOne() throws KeysUnavailableException {
        scene.prepare();
        PublicSealingKey current = scene.publishedKey();
        PublicSealingKey restored =
                scene.restore("from-a-back-up", PrivateSealingKey.generate()).publicKey();

        OperatorKeys keys = scene.prepare();

        assertThat(scene.open(keys, restored)).isInstanceOf(Opening.Opened.class);
        assertThat(scene.publishedKey()).isEqualTo(current);
        assertThat(scene.publication().get().getData())
                .containsOnlyKeys(current.id().value(), restored.id().value());
    }

    @Test
    void makesNoKeyWhereOneWasRestored() throws KeysUnavailableException {
        PublicSealingKey restored =
                scene.restore("from-a-back-up", PrivateSealingKey.generate()).publicKey();

        scene.prepare();

        assertThat(scene.publishedKey()).isEqualTo(restored);
        assertThat(scene.sealingSecrets()).hasSize(1);
    }

    @Test
    void findsAKeyThatIsRestoredWhileItRuns() throws KeysUnavailableException {
        OperatorKeys keys = scene.prepare();
        PrivateSealingKey lost = PrivateSealingKey.generate();
        assertThat(scene.open(keys, lost.publicKey()))
                .isEqualTo(new Opening.UnknownKey(lost.publicKey().id()));

        scene.restore("from-a-back-up", lost);
        scene.later();

        assertThat(scene.open(keys, lost.publicKey())).isInstanceOf(Opening.Opened.class);
        assertThat(scene.publication().get().getData())
                .as("which is left to who looks after the keys")
                .doesNotContainKey(lost.publicKey().id().value());
    }

    @Test
    void keysAreKeptFromWhateverRemovesLeftovers() throws KeysUnavailableException {
        scene.prepare();

        for (String name : List.of("opencomputer-sealing-key", "opencomputer-digest-key")) {
            assertThat(scene.secret(name).get()).satisfies(secret -> {
                assertThat(secret.getImmutable()).isTrue();
                assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
                assertThat(secret.getMetadata().getLabels().keySet())
                        .allMatch(label -> label.startsWith("opencomputer.dev/"));
                assertThat(secret.getMetadata().getAnnotations())
                        .containsEntry("argocd.argoproj.io/sync-options", "Prune=false")
                        .containsEntry("argocd.argoproj.io/compare-options", "IgnoreExtraneous")
                        .containsEntry("kustomize.toolkit.fluxcd.io/prune", "disabled");
            });
        }
    }

    @Test
    void leavesOutALabelledSecretThatHoldsNoKey() throws KeysUnavailableException {
        scene.labelled("broken", new byte[31]);

        OperatorKeys keys = scene.prepare();

        assertThat(scene.open(keys, scene.publishedKey())).isInstanceOf(Opening.Opened.class);
    }

    @Test
    void makesNoNewKeyOverASecretOfTheFixedNameThatHoldsNone() {
        scene.labelled("opencomputer-sealing-key", new byte[31]);

        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(scene::prepare)
                .withMessageContaining("/opencomputer-sealing-key holds no sealing key")
                .withMessageContaining("back-up");
    }

    @Test
    void saysThatItsNamespaceIsMissing(TestCluster cluster) {
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> OperatorKeys.prepare(cluster.client(), "nowhere"))
                .withMessageContaining("there is no namespace nowhere")
                .withMessageContaining("--operator-namespace");
    }

    @Test
    void saysWhichRightIsMissing(TestCluster cluster) {
        KubernetesClient nobody = cluster.as("nobody", "system:authenticated");

        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> OperatorKeys.prepare(nobody, cluster.namespace()))
                .withMessageContaining("get, list, watch and create on secrets")
                .withMessageContaining("nobody");
    }
}
