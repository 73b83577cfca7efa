/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator works with while something is in the way of what is due. */
@EnableKubernetesMockClient(crud = true)
class TroubledKeysTest {

    private static final String NAMESPACE = "opencomputer-system";
    private static final String SECRETS = "/api/v1/namespaces/" + NAMESPACE + "/secrets";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/" + NAMESPACE + "/configmaps";
    private static final String PUBLICATION = CONFIG_MAPS + "/" + Names.PUBLIC_SEALING_KEYS;
    private static final SealingPlace PLACE = new SealingPlace("team-a", "resolver", "KEY");
    private static final Duration NINETY_DAYS = Duration.ofDays(90);

    private final AtomicLong nanos = new AtomicLong();
    private Instant now = Instant.now();

    private KubernetesMockServer server;
    private KubernetesClient client;
    private OperatorKeys keys;
    private PublicSealingKey first;

    @BeforeEach
    void start() throws KeysUnavailableException {
        keys = prepare(Duration.ZERO);
        first = keys.sealing().current().orElseThrow();
    }

    @Test
    void startsWithTheKeysThatAreThereWhereThePublicationCannotBeRead() throws KeysUnavailableException {
        refuse("GET", PUBLICATION);

        keys = prepare(NINETY_DAYS);

        assertThat(open(first)).isInstanceOf(Opening.Opened.class);
        assertThat(keys.sealing().current())
                .as("nobody knows with which everybody seals")
                .isEmpty();
    }

    @Test
    void doesNotStartWithoutAnyKey() {
        secret("opencomputer-sealing-key").delete();
        refuse("GET", PUBLICATION);

        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(() -> prepare(NINETY_DAYS));
    }

    @Test
    void sealsWithNoKeyThatIsGone() {
        PublicSealingKey other = store("from-a-back-up", PrivateSealingKey.generate());
        secret("opencomputer-sealing-key").delete();
        refuse("GET", PUBLICATION);

        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(keys::tend);

        assertThat(open(other)).isInstanceOf(Opening.Opened.class);
        assertThat(keys.sealing().current()).isEmpty();
        assertThat(keys.sealing().age()).isEmpty();
        assertThat(keys.sealing().isFormer(other.id())).isFalse();
    }

    @Test
    void sealsWithNoKeyThatALookFoundGone() {
        secret("opencomputer-sealing-key").delete();

        open(PrivateSealingKey.generate().publicKey());

        assertThat(keys.sealing().current()).isEmpty();
    }

    @Test
    void sealsWithThePublishedKeyAsEverybodyWhileItsSuccessorCannotBePublished() throws KeysUnavailableException {
        PublicSealingKey next = store(KeyDecision.successor(first.id()), PrivateSealingKey.generate());
        refuse("PUT", PUBLICATION);

        keys = prepare(NINETY_DAYS);

        assertThat(keys.sealing().current()).contains(first);
        assertThat(open(next)).isInstanceOf(Opening.Opened.class);
        assertThat(keys.sealing().isFormer(next.id())).isFalse();
    }

    @Test
    void publishesWhatIsLeftOfLostKeysAndFollowsItOnceThatIsPossible() throws KeysUnavailableException {
        PublicSealingKey lost = store(KeyDecision.successor(first.id()), PrivateSealingKey.generate());
        keys.tend();
        assertThat(published()).isEqualTo(lost.id());
        secret(KeyDecision.successor(first.id())).delete();
        server.expect()
                .post()
                .withPath(SECRETS)
                .andReturn(403, new StatusBuilder().withCode(403).build())
                .once();

        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(keys::tend);

        assertThat(published()).as("nobody seals for the lost one").isEqualTo(first.id());
        assertThat(keys.sealing().current()).contains(first);

        keys.tend();

        assertThat(published()).isNotIn(first.id(), lost.id());
        assertThat(keys.sealing().current()).map(PublicSealingKey::id).contains(published());
    }

    @Test
    void putsAStrangersKeyRightAlsoWhileARenewalIsNotPossible() {
        PublicSealingKey strangers = PrivateSealingKey.generate().publicKey();
        publication().edit(map -> {
            map.setData(Map.of(strangers.id().value(), strangers.base64()));
            map.getMetadata()
                    .setAnnotations(new HashMap<>(Map.of(
                            Names.CURRENT_KEY, strangers.id().value(),
                            Names.RENEW_KEY, first.id().value())));
            return map;
        });
        refuse("POST", SECRETS);

        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(keys::tend);

        assertThat(publication().get().getData()).containsOnlyKeys(first.id().value());
        assertThat(published()).isEqualTo(first.id());
    }

    @Test
    void tellsOfWhatPutsThePublicationBackAndAnswersItWithPauses() throws KeysUnavailableException {
        // The first time was at the start.
        delete();
        keys.tend();
        delete();
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(keys::tend)
                .withMessageContaining("again and again");
        assertThat(published()).isEqualTo(first.id());

        delete();
        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(keys::tend);
        assertThat(publication().get()).isNull();
        nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(keys::tend);

        assertThat(published()).isEqualTo(first.id());
    }

    private void delete() {
        publication().delete();
    }

    @Test
    void saysOfAKeyThatIsHalfRetiredHowToEndThat() {
        PublicSealingKey next = store(KeyDecision.successor(first.id()), PrivateSealingKey.generate());
        secret(KeyDecision.successor(first.id())).edit(secret -> {
            secret.getMetadata().getLabels().put(Names.KEY_PURPOSE, "retired-sealing");
            return secret;
        });
        publication().edit(map -> {
            map.getMetadata().getAnnotations().put(Names.RENEW_KEY, first.id().value());
            return map;
        });

        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(keys::tend)
                .withMessageContaining("sealing-keys retire");
        assertThat(open(next)).isEqualTo(new Opening.UnknownKey(next.id()));
    }

    @Test
    void aKeyThatItMadeItselfIsNotOverdueForAClockThatJumpsAndAnotherIs() throws KeysUnavailableException {
        secret("opencomputer-sealing-key").delete();
        keys = prepare(NINETY_DAYS);
        now = now.plus(Duration.ofDays(100));
        keys.tend();
        assertThat(keys.sealing().overdue()).isZero();
        assertThat(keys.sealing().untilRenewal())
                .as("half of the age by the time that went by")
                .contains(Duration.ofDays(45));
        PublicSealingKey old = store("from-a-back-up", PrivateSealingKey.generate(), now.minus(Duration.ofDays(91)));
        publication().edit(map -> {
            map.getMetadata().getAnnotations().put(Names.CURRENT_KEY, old.id().value());
            return map;
        });
        refuse("POST", SECRETS);

        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(keys::tend);

        assertThat(keys.sealing().current()).contains(old);
        assertThat(keys.sealing().overdue()).isEqualTo(Duration.ofDays(1));
        assertThat(keys.sealing().untilRenewal()).contains(Duration.ZERO);
    }

    private OperatorKeys prepare(Duration renewAfter) throws KeysUnavailableException {
        return OperatorKeys.prepare(client, NAMESPACE, renewAfter, () -> now, nanos::get);
    }

    private void refuse(String method, String path) {
        var answer = new StatusBuilder().withCode(403).build();
        var expectation = server.expect();
        ("GET".equals(method) ? expectation.get() : "PUT".equals(method) ? expectation.put() : expectation.post())
                .withPath(path)
                .andReturn(403, answer)
                .always();
    }

    private PublicSealingKey store(String secretName, PrivateSealingKey key) {
        return store(secretName, key, now.plusSeconds(1));
    }

    private PublicSealingKey store(String secretName, PrivateSealingKey key, Instant created) {
        client.resource(KeySecrets.secret(KeyPurpose.SEALING, NAMESPACE, secretName, key.seed(), Map.of(), created))
                .create();
        return key.publicKey();
    }

    private Resource<Secret> secret(String name) {
        return client.secrets().inNamespace(NAMESPACE).withName(name);
    }

    private Resource<ConfigMap> publication() {
        return client.configMaps().inNamespace(NAMESPACE).withName(Names.PUBLIC_SEALING_KEYS);
    }

    private SealingKeyId published() {
        return new SealingKeyId(
                publication().get().getMetadata().getAnnotations().get(Names.CURRENT_KEY));
    }

    private Opening open(PublicSealingKey sealedFor) {
        return keys.sealing().open(sealedFor.seal(PLACE, new byte[] {1}).text(), PLACE);
    }
}
