/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.controller.keys.admin.KeyAdminException;
import dev.opencomputer.operator.controller.keys.admin.SealingKeyAdmin;
import dev.opencomputer.operator.dev.AccountLogin;
import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.PublishedKeys;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sealing keys of one test alone: an operator with the chart's rights that keeps its keys in the test's own namespace,
 * beside what it reconciles.
 */
public final class OwnKeys implements AutoCloseable {

    private static final String RELEASE = "-own";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestCluster cluster;
    private final ChartRights rights;

    /** Gives the operator its rights. */
    public OwnKeys(TestCluster cluster) {
        this.cluster = cluster;
        this.rights = ChartRights.of(
                        cluster.namespace() + RELEASE,
                        cluster.namespace(),
                        Optional.of(cluster.namespace()),
                        cluster.namespace())
                .apply(cluster.client());
    }

    /** How the operator reaches the API server. */
    public Config config() {
        Config config = AccountLogin.config(cluster.client(), cluster.namespace(), rights.operatorAccount());
        config.setUserAgent(Names.OPERATOR_USER_AGENT);
        return config;
    }

    /** The same for child processes. */
    public Path kubeconfig() {
        return cluster.kubeconfigOf(cluster.namespace(), rights.operatorAccount());
    }

    /** Starts the operator in this process. */
    public Operator start(Scene scene) {
        return Operator.start(options(scene));
    }

    /** Starts one of several replicas of it in this process, and returns when it stands by. */
    public Operator startReplica(Scene scene) {
        return Operator.start(options(scene).withElection(new OperatorOptions.Election.ByLease(lease())));
    }

    /** The Lease that replicas elect by. */
    public String lease() {
        return cluster.namespace() + RELEASE;
    }

    private OperatorOptions options(Scene scene) {
        return OperatorOptions.defaults(config(), ConnectionSource.fixed(scene.settings()))
                .withOperatorNamespace(cluster.namespace())
                .withNamespaces(Set.of(cluster.namespace()))
                .withFirstRetry(Duration.ofMillis(50))
                .withLongestRetry(Duration.ofMillis(500));
    }

    /** The ConfigMap with the public keys. */
    public Resource<ConfigMap> published() {
        return cluster.client().configMaps().inNamespace(cluster.namespace()).withName(Names.PUBLIC_SEALING_KEYS);
    }

    /** The key that everybody seals with. */
    public PublicSealingKey current() {
        ConfigMap map = published().get();
        return PublishedKeys.current(
                map.getData(),
                Optional.ofNullable(map.getMetadata().getAnnotations().get(Names.CURRENT_KEY)));
    }

    /** Has the operator renew its key, and gives the former one. */
    public PublicSealingKey renew() throws KeyAdminException {
        PublicSealingKey former = current();
        new SealingKeyAdmin(cluster.client(), cluster.namespace()).askForRenewal();
        await().atMost(SOON).until(() -> !current().equals(former));
        return former;
    }

    /** Opens what is sealed for the current key, as only the operator could. */
    public KeyRing ring() {
        String id = current().id().value();
        return secrets().stream()
                .filter(secret -> id.equals(secret.getMetadata().getLabels().get(Names.SEALING_KEY_ID)))
                .map(secret -> PrivateSealingKey.of(
                        Base64.getDecoder().decode(secret.getData().get("seed"))))
                .collect(Collectors.collectingAndThen(Collectors.toList(), KeyRing::of));
    }

    /** A value for a key of the Agent {@code resolver}, sealed as everybody does now. */
    public String seal(String key, String value) {
        return seal(current(), key, value);
    }

    /** The same, sealed with a key that may be an old one. */
    public String seal(PublicSealingKey with, String key, String value) {
        return with.seal(new SealingPlace(cluster.namespace(), "resolver", key), value.getBytes(StandardCharsets.UTF_8))
                .text();
    }

    /** The Secrets with private sealing keys. */
    public List<Secret> secrets() {
        return cluster.client()
                .secrets()
                .inNamespace(cluster.namespace())
                .withLabel(Names.KEY_PURPOSE, "sealing")
                .list()
                .getItems();
    }

    /** Lets the current key be an hour old, and returns when the operator says so to everybody. */
    public void ageCurrent() {
        SealingKeyId current = current().id();
        String then = Instant.now()
                .minus(Duration.ofHours(1))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        secrets().stream()
                .filter(secret ->
                        current.value().equals(secret.getMetadata().getLabels().get(Names.SEALING_KEY_ID)))
                .forEach(secret -> cluster.client()
                        .resource(secret)
                        .edit(key -> new SecretBuilder(key)
                                .editMetadata()
                                .addToAnnotations(Names.KEY_CREATED_AT, then)
                                .endMetadata()
                                .build()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> then.equals(
                        published().get().getMetadata().getAnnotations().get(Names.KEY_CREATED_PREFIX + current)));
    }

    @Override
    public void close() {
        rights.delete(cluster.client());
    }
}
