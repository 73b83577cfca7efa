/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What values cost that are sealed for keys which the operator does not have. */
@EnableKubernetesMockClient
class UnknownKeysTest {

    private static final String NAMESPACE = "opencomputer-system";
    private static final String SECRETS =
            "/api/v1/namespaces/" + NAMESPACE + "/secrets?labelSelector=opencomputer.dev%2Fkey-purpose%3Dsealing";
    private static final SealingPlace PLACE = new SealingPlace("team-a", "resolver", "KEY");

    private final PrivateSealingKey lost = PrivateSealingKey.generate();
    private final String sealed = lost.publicKey().seal(PLACE, new byte[] {1}).text();
    private final AtomicLong nanos = new AtomicLong();
    private final List<Set<SealingKeyId>> told = new ArrayList<>();

    private KubernetesMockServer server;
    private KubernetesClient client;
    private SealingKeys keys;

    @BeforeEach
    void prepare() {
        keys = new SealingKeys(
                new KeySecrets(client, NAMESPACE),
                new KeyPublication(client, NAMESPACE, nanos::get),
                Optional.empty(),
                Duration.ZERO,
                InstantSource.system(),
                nanos::get);
        keys.onChange(told::add);
    }

    @Test
    void tenThousandObjectsThatNameKeysWhichAreNotThereCostOneRequest() throws Exception {
        areStored();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Opening>> questions = IntStream.range(0, 10_000)
                    .mapToObj(number -> (Callable<Opening>) () -> keys.open(forKey(number), PLACE))
                    .toList();
            for (Future<Opening> answer : threads.invokeAll(questions)) {
                assertThat(answer.get()).isInstanceOf(Opening.UnknownKey.class);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void itIsLookedAgainAfterSomeSeconds() {
        areStored();
        assertThat(keys.open(sealed, PLACE))
                .isEqualTo(new Opening.UnknownKey(lost.publicKey().id()));

        areStored(secret("restored", lost));
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(keys.open(sealed, PLACE)).isInstanceOf(Opening.Opened.class);
        assertThat(server.getRequestCount()).as("nothing is published by it").isEqualTo(2);
        assertThat(told).containsExactly(Set.of(lost.publicKey().id()));
    }

    @Test
    void whatKeepsOneFromLookingKeepsAllWhoAskMeanwhile() {
        server.expect().get().withPath(SECRETS).andReturn(400, "{}").always();

        for (int object = 0; object < 20; object++) {
            assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> keys.open(sealed, PLACE));
        }

        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void allThatKeysMeanForObjectsIsToldOnceAtTheEnd() throws KeysUnavailableException {
        PrivateSealingKey first = PrivateSealingKey.generate();
        PrivateSealingKey next = PrivateSealingKey.generate();
        Secret former = secret("opencomputer-sealing-key", first);
        publishes(first, former);
        keys.tend();
        told.clear();

        publishes(next, former, secret(KeyDecision.successor(first.publicKey().id()), next), secret("restored", lost));
        keys.tend();

        assertThat(told)
                .containsExactly(new HashSet<>(List.of(
                        first.publicKey().id(),
                        next.publicKey().id(),
                        lost.publicKey().id())));
    }

    /** A value for a key of its own that nobody has. */
    private String forKey(int number) {
        return sealed.replaceFirst(lost.publicKey().id().value(), String.format(Locale.ROOT, "%016x", number));
    }

    private void areStored(Secret... secrets) {
        server.expect()
                .get()
                .withPath(SECRETS)
                .andReturn(200, new SecretListBuilder().withItems(secrets).build())
                .once();
    }

    private void publishes(PrivateSealingKey current, Secret... secrets) {
        List<StoredKey> stored = List.of(secrets).stream()
                .flatMap(secret -> StoredKey.read(secret).stream())
                .toList();
        Publication published = Publication.of(stored, current.publicKey().id(), Optional.empty());
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/" + NAMESPACE + "/configmaps/opencomputer-sealing-keys")
                .andReturn(
                        200,
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withAnnotations(published.annotations())
                                .endMetadata()
                                .withData(published.keys())
                                .build())
                .once();
        areStored(secrets);
    }

    private static Secret secret(String name, PrivateSealingKey key) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withCreationTimestamp(Instant.EPOCH.toString())
                .endMetadata()
                .withData(Map.of("seed", Base64.getEncoder().encodeToString(key.seed())))
                .build();
    }
}
