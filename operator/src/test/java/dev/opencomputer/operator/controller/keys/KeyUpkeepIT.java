/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How sealing keys are renewed, and what is made of keys that come and go while the operator runs. */
@ExtendWith(ControlPlaneExtension.class)
class KeyUpkeepIT {

    private static final Duration SOON = Duration.ofSeconds(30);

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
    void aKeyThatIsTooOldIsFollowedByANewOneAndKeepsOpening() throws KeysUnavailableException {
        scene.prepare();
        PublicSealingKey former = scene.publishedKey();
        scene.renewAfter(Duration.ofDays(90));
        scene.later(Duration.ofDays(91));

        OperatorKeys keys = scene.prepare();

        assertThat(scene.publishedKey()).isNotEqualTo(former);
        assertThat(scene.open(keys, scene.publishedKey())).isInstanceOf(Opening.Opened.class);
        assertThat(scene.open(keys, former)).isInstanceOf(Opening.Opened.class);
        assertThat(scene.publication().get().getData())
                .hasSize(2)
                .containsKey(former.id().value());
    }

    @Test
    void aKeyThatWasMadeWhileTheClockWasAheadIsRenewedOnItsDayAndIsTheFormerOneThen() throws KeysUnavailableException {
        scene.later(Duration.ofDays(3650));
        scene.prepare();
        PublicSealingKey former = scene.publishedKey();
        scene.renewAfter(Duration.ofDays(90));
        scene.later(Duration.ofDays(91 - 3650));

        OperatorKeys keys = scene.prepare();

        assertThat(scene.publishedKey()).isNotEqualTo(former);
        assertThat(keys.sealing().isFormer(former.id())).isTrue();
        assertThat(keys.sealing().age())
                .hasValueSatisfying(age -> assertThat(age)
                        .as("by the Secret, which was stored before this clock went on")
                        .isBetween(Duration.ofDays(90), Duration.ofDays(92)));
        assertThat(scene.sealingSecrets())
                .as("the new key, which this clock takes for too old as well, is not followed at once")
                .hasSize(2);
    }

    @Test
    void aKeyIsStoredBeforeItIsPublished() throws KeysUnavailableException {
        scene.prepare();
        int before = scene.writes().size();
        scene.askForRenewalOf(scene.publishedKey().id());

        scene.prepare();

        assertThat(scene.writes().subList(before, scene.writes().size()))
                .containsExactly("create secrets", "update configmaps");
    }

    @Test
    void aSuccessorThatIsStoredTwiceBecomesCurrent() throws KeysUnavailableException {
        scene.prepare();
        PrivateSealingKey next = PrivateSealingKey.generate();
        scene.restore("a-copy", next);
        scene.restore(KeyDecision.successor(scene.publishedKey().id()), next);
        scene.askForRenewalOf(scene.publishedKey().id());

        scene.prepare();

        assertThat(scene.publishedKey()).isEqualTo(next.publicKey());
    }

    @Test
    void aYoungKeyIsLeftAlone() throws KeysUnavailableException {
        scene.renewAfter(Duration.ofDays(90));
        scene.prepare();
        List<String> writes = scene.writes();
        scene.later(Duration.ofDays(89));

        scene.prepare();

        assertThat(scene.writes()).isEqualTo(writes);
    }

    @Test
    void aRenewalThatCannotBeDoneStopsNoStartAndIsDoneOnceItCan() throws KeysUnavailableException {
        scene.prepare();
        PublicSealingKey present = scene.publishedKey();
        String successor = KeyDecision.successor(present.id());
        scene.create(new SecretBuilder()
                .withNewMetadata()
                .withName(successor)
                .endMetadata()
                .addToData("junk", "anVuaw==")
                .build());
        scene.renewAfter(Duration.ofDays(90));
        scene.later(Duration.ofDays(91));

        OperatorKeys keys = scene.prepare();

        assertThat(keys.sealing().current()).contains(present);
        assertThat(scene.open(keys, present)).isInstanceOf(Opening.Opened.class);
        assertThat(keys.sealing().overdue()).isBetween(Duration.ofHours(23), Duration.ofHours(25));
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(keys::tend)
                .withMessageContaining("/" + successor + " holds no sealing key");
        try (KeyUpkeep upkeep = scene.upkeep(keys, ids -> {})) {
            assertThat(upkeep).isNotNull();
            await().atMost(SOON).until(() -> scene.failures() > 0);
            scene.secret(successor).delete();
            // The watch does not hear of a Secret without the label, and a pause has begun.
            scene.askForRenewalOf(present.id());

            await().atMost(SOON).until(() -> keys.sealing().overdue().isZero());
        }
        assertThat(scene.publishedKey()).isNotEqualTo(present);
    }

    @Test
    void aPublicationThatCannotBeWrittenStopsNoStart() throws KeysUnavailableException {
        scene.prepare();
        PublicSealingKey present = scene.publishedKey();
        scene.askForRenewalOf(present.id());
        scene.publication().edit(map -> {
            map.setImmutable(true);
            return map;
        });

        OperatorKeys keys = scene.prepare();

        assertThat(scene.open(keys, present)).isInstanceOf(Opening.Opened.class);
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(keys::tend)
                .withMessageContaining("was made immutable")
                .withMessageContaining("Delete it");
        assertThat(scene.sealingSecrets())
                .as("one successor, however often it is tried")
                .hasSize(2);

        scene.publication().delete();
        keys.tend();

        assertThat(scene.open(keys, scene.publishedKey())).isInstanceOf(Opening.Opened.class);
    }

    @Test
    void manyOperatorsThatRenewTogetherMakeOneKey() throws Exception {
        scene.prepare();
        scene.askForRenewalOf(scene.publishedKey().id());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<OperatorKeys>> starts = IntStream.range(0, 8)
                    .mapToObj(number -> (Callable<OperatorKeys>) scene::prepare)
                    .toList();
            List<Future<OperatorKeys>> started = threads.invokeAll(starts);

            PublicSealingKey published = scene.publishedKey();
            for (Future<OperatorKeys> operator : started) {
                assertThat(scene.open(operator.get(), published)).isInstanceOf(Opening.Opened.class);
                assertThat(operator.get().sealing().current()).contains(published);
            }
            assertThat(scene.sealingSecrets()).hasSize(2);
            assertThat(scene.publication().get().getMetadata().getAnnotations()).doesNotContainKey(Names.RENEW_KEY);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anOperatorThatHasNotSeenANewKeyYetDoesNotTakeItOut() throws KeysUnavailableException {
        OperatorKeys behind = scene.prepare();
        scene.askForRenewalOf(scene.publishedKey().id());
        scene.prepare();
        PublicSealingKey renewed = scene.publishedKey();

        behind.tend();

        assertThat(scene.publishedKey()).isEqualTo(renewed);
        assertThat(behind.sealing().current()).contains(renewed);
    }

    @Test
    void aRequestIsFulfilledWhileTheOperatorRuns() throws KeysUnavailableException {
        OperatorKeys keys = scene.prepare();
        PublicSealingKey former = scene.publishedKey();
        try (KeyUpkeep upkeep = scene.upkeep(keys, ids -> {})) {
            assertThat(upkeep).isNotNull();
            scene.askForRenewalOf(former.id());

            await().atMost(SOON).until(() -> !scene.publishedKey().equals(former));
        }
    }

    @Test
    void aKeySecretThatIsDeletedAndRestoredIsForgottenAndFoundAgain() throws KeysUnavailableException {
        scene.prepare();
        PublicSealingKey former = scene.publishedKey();
        Secret backup = scene.secret("opencomputer-sealing-key").get();
        scene.askForRenewalOf(former.id());
        OperatorKeys keys = scene.prepare();
        Set<SealingKeyId> told = ConcurrentHashMap.newKeySet();
        try (KeyUpkeep upkeep = scene.upkeep(keys, told::addAll)) {
            assertThat(upkeep).isNotNull();
            scene.secret("opencomputer-sealing-key").delete();

            await().atMost(SOON).until(() -> told.contains(former.id()));
            assertThat(scene.open(keys, former)).isEqualTo(new Opening.UnknownKey(former.id()));
            await().atMost(SOON)
                    .until(() -> !scene.publication()
                            .get()
                            .getData()
                            .containsKey(former.id().value()));

            told.clear();
            backup.getMetadata().setResourceVersion(null);
            backup.getMetadata().setUid(null);
            scene.create(new SecretBuilder(backup).build());

            await().atMost(SOON).until(() -> told.contains(former.id()));
            assertThat(scene.open(keys, former)).isInstanceOf(Opening.Opened.class);
        }
    }

    @Test
    void whereTheCurrentKeyIsDeletedValuesAreSealedWithOneThatOpens() throws KeysUnavailableException {
        OperatorKeys keys = scene.prepare();
        PublicSealingKey lost = scene.publishedKey();
        try (KeyUpkeep upkeep = scene.upkeep(keys, ids -> {})) {
            assertThat(upkeep).isNotNull();
            scene.secret("opencomputer-sealing-key").delete();

            await().atMost(SOON).until(() -> !scene.publishedKey().equals(lost));

            assertThat(scene.open(keys, scene.publishedKey())).isInstanceOf(Opening.Opened.class);
        }
    }

    @Test
    void whatIsPublishedIsPutRightWhileTheOperatorRuns() throws KeysUnavailableException {
        OperatorKeys keys = scene.prepare();
        PublicSealingKey right = scene.publishedKey();
        PublicSealingKey strangers = PrivateSealingKey.generate().publicKey();
        try (KeyUpkeep upkeep = scene.upkeep(keys, ids -> {})) {
            assertThat(upkeep).isNotNull();
            scene.publication().edit(map -> {
                map.getData().put(strangers.id().value(), strangers.base64());
                map.getMetadata()
                        .getAnnotations()
                        .put(Names.CURRENT_KEY, strangers.id().value());
                return map;
            });

            await().atMost(SOON).until(() -> scene.publishedKey().equals(right));
        }
    }

    @Test
    void whoMayWriteThePublicationCannotLeadBackToAKeyThatWasRenewed() throws KeysUnavailableException {
        scene.prepare();
        PublicSealingKey former = scene.publishedKey();
        scene.askForRenewalOf(former.id());
        OperatorKeys keys = scene.prepare();
        PublicSealingKey renewed = scene.publishedKey();
        try (KeyUpkeep upkeep = scene.upkeep(keys, ids -> {})) {
            assertThat(upkeep).isNotNull();
            scene.publication().edit(map -> {
                map.getMetadata()
                        .getAnnotations()
                        .put(Names.CURRENT_KEY, former.id().value());
                return map;
            });

            await().atMost(SOON).until(() -> scene.publishedKey().equals(renewed));
        }
        assertThat(keys.sealing().current()).contains(renewed);
    }

    @Test
    void aDigestKeyThatIsDeletedIsMadeAnewWhileTheOperatorRuns() throws KeysUnavailableException {
        OperatorKeys keys = scene.prepare();
        Set<String> digests = new HashSet<>(Set.of(keys.digest().digest(KeyScene.VALUE)));
        try (KeyUpkeep upkeep = scene.upkeep(keys, ids -> {})) {
            assertThat(upkeep).isNotNull();
            scene.secret("opencomputer-digest-key").delete();

            await().atMost(SOON).until(() -> digests.add(keys.digest().digest(KeyScene.VALUE)));
        }
        assertThat(scene.prepare().digest().digest(KeyScene.VALUE))
                .isEqualTo(keys.digest().digest(KeyScene.VALUE));
    }

    @Test
    void aKeyKeepsItsAgeWhenItComesFromABackUp() throws KeysUnavailableException {
        scene.prepare();
        Secret backup = scene.secret("opencomputer-sealing-key").get();
        String created = backup.getMetadata().getAnnotations().get(Names.KEY_CREATED_AT);
        scene.secret("opencomputer-sealing-key").delete();
        backup.getMetadata().setName("restored");
        backup.getMetadata().setResourceVersion(null);
        scene.create(backup);

        scene.prepare();

        assertThat(scene.publication().get().getMetadata().getAnnotations())
                .containsEntry(Names.KEY_CREATED_PREFIX + scene.publishedKey().id(), created);
    }
}
