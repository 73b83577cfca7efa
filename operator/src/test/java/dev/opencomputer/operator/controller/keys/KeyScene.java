/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.PublishedKeys;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A namespace in which an operator keeps its keys, seen by its administrator. */
final class KeyScene implements AutoCloseable {

    static final SealingPlace PLACE = new SealingPlace("team-a", "issue-resolver", "API_KEY");
    static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

    private final TestCluster cluster;
    private final KubernetesClient operator;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private Instant now = Instant.now();
    private Duration renewAfter = Duration.ZERO;

    KeyScene(TestCluster cluster) {
        this.cluster = cluster;
        Config config = cluster.config();
        config.setUserAgent("opencomputer-operator");
        this.operator = new KubernetesClientBuilder().withConfig(config).build();
    }

    OperatorKeys prepare() throws KeysUnavailableException {
        return OperatorKeys.prepare(operator, cluster.namespace(), renewAfter, () -> now, nanos::get);
    }

    /** Keys are renewed at this age from the next start on. */
    void renewAfter(Duration age) {
        renewAfter = age;
    }

    /** Looks after the keys until closed, as an operator does that leads. */
    KeyUpkeep upkeep(OperatorKeys keys, Consumer<Set<SealingKeyId>> onChange) {
        return KeyUpkeep.start(keys, operator, cluster.namespace(), onChange, failures::incrementAndGet);
    }

    /** How often something was in the way of looking after the keys. */
    int failures() {
        return failures.get();
    }

    void later() {
        later(Duration.ofSeconds(5));
    }

    void later(Duration time) {
        now = now.plus(time);
        nanos.addAndGet(time.toNanos());
    }

    /** Asks for a new key, as people do. */
    void askForRenewalOf(SealingKeyId id) {
        publication().edit(map -> {
            map.getMetadata().getAnnotations().put(Names.RENEW_KEY, id.value());
            return map;
        });
    }

    List<Secret> sealingSecrets() {
        return cluster.client()
                .secrets()
                .withLabel(Names.KEY_PURPOSE, "sealing")
                .list()
                .getItems();
    }

    Resource<Secret> secret(String name) {
        return cluster.client().secrets().withName(name);
    }

    /** Puts a private key there as it would come from a back-up. */
    PrivateSealingKey restore(String secretName, PrivateSealingKey key) {
        labelled(secretName, key.seed());
        return key;
    }

    void create(Secret secret) {
        cluster.client().resource(secret).create();
    }

    void labelled(String secretName, byte[] seed) {
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(secretName)
                        .addToLabels(Names.KEY_PURPOSE, "sealing")
                        .endMetadata()
                        .addToData("seed", Base64.getEncoder().encodeToString(seed))
                        .build())
                .create();
    }

    Resource<ConfigMap> publication() {
        return cluster.client().configMaps().withName(Names.PUBLIC_SEALING_KEYS);
    }

    PublicSealingKey publishedKey() {
        ConfigMap published = publication().get();
        return PublishedKeys.current(
                published.getData(),
                Optional.ofNullable(published.getMetadata().getAnnotations().get(Names.CURRENT_KEY)));
    }

    Opening open(OperatorKeys keys, PublicSealingKey sealedFor) {
        return keys.sealing().open(sealedFor.seal(PLACE, VALUE).text(), PLACE);
    }

    List<String> writes() {
        return cluster.auditLog().operatorsWrites(cluster.namespace());
    }

    @Override
    public void close() {
        operator.close();
    }
}
