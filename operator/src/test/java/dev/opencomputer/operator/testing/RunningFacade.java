/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.dev.AccountLogin;
import dev.opencomputer.operator.dev.FacadeAccounts;
import dev.opencomputer.operator.facade.Facade;
import dev.opencomputer.operator.facade.FacadeOptions;
import dev.opencomputer.operator.facade.connection.Limits;
import dev.opencomputer.operator.facade.keys.NewKey;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.wire.Headers;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A facade in this process, with the chart's rights, accounts of its own in one test's namespace and one API key. */
public final class RunningFacade implements AutoCloseable {

    /** The API key that stands for {@link FacadeAccounts#CALLER} of the test's namespace. */
    public static final String KEY = "ock_test-key";

    /** What the published cluster id is. */
    public static final String CLUSTER_ID = "3f0c5a5e-0000-4000-8000-000000000000";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** At its end, connections that bring nothing are not waited for: the tests' clients keep theirs. */
    public static final Limits LIMITS = Limits.STANDARD.withLastHead(Duration.ofMillis(100));

    private final TestCluster cluster;
    private final ChartRights rights;
    private final Facade facade;

    private RunningFacade(TestCluster cluster, ChartRights rights, Facade facade) {
        this.cluster = cluster;
        this.rights = rights;
        this.facade = facade;
    }

    /** Starts a facade with accounts of its own that looks for sealing keys in the test's namespace. */
    public static RunningFacade start(TestCluster cluster, Path folder) {
        return start(cluster, folder, cluster.namespace());
    }

    /** The same, but one that seals for the operators of the tests. */
    public static RunningFacade startBesideAnOperator(TestCluster cluster, Path folder) {
        return start(cluster, folder, TestCluster.OPERATOR_NAMESPACE);
    }

    private static RunningFacade start(TestCluster cluster, Path folder, String operatorNamespace) {
        ChartRights rights = operatorNamespace.equals(TestCluster.OPERATOR_NAMESPACE)
                ? cluster.operatorRights()
                : ChartRights.of(
                                "facade-of-" + cluster.namespace(),
                                operatorNamespace,
                                Optional.of(cluster.namespace()),
                                cluster.namespace())
                        .apply(cluster.client());
        Path keys = folder.resolve("keys.yaml");
        write(keys, keysFile(cluster, KEY));
        Config config = AccountLogin.config(cluster.client(), operatorNamespace, rights.facadeAccount());
        return new RunningFacade(
                cluster,
                rights,
                Facade.start(FacadeOptions.of(config, operatorNamespace, keys).withLimits(LIMITS)));
    }

    /** A keys file in which a key stands for the callers' account of the test's namespace. */
    public static String keysFile(TestCluster cluster, String key) {
        return "keys:\n  - name: test\n    sha256: " + NewKey.sha256(key) + "\n    namespace: " + cluster.namespace()
                + "\n    serviceAccount: " + FacadeAccounts.CALLER + "\n";
    }

    /** With which rights it runs. */
    public ChartRights rights() {
        return rights;
    }

    /** Where metrics and health are served. */
    public URI monitoringUrl() {
        return facade.monitoringUrl();
    }

    /** Base of the agents API. */
    public URI url() {
        return facade.url();
    }

    /** The user that the API server sees behind the key. */
    public String user() {
        return "system:serviceaccount:" + cluster.namespace() + ":" + FacadeAccounts.CALLER;
    }

    /** Publishes a sealing key, as the operator does, waits for the facade to see it, and gives its other half. */
    public PrivateSealingKey publishSealingKey() {
        return publishSealingKey(CLUSTER_ID);
    }

    /** The same, with what the operator says of which cluster this is. */
    public PrivateSealingKey publishSealingKey(String clusterId) {
        PrivateSealingKey key = PrivateSealingKey.generate();
        cluster.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(Names.PUBLIC_SEALING_KEYS)
                        .withNamespace(cluster.namespace())
                        .addToAnnotations(
                                Names.CURRENT_KEY, key.publicKey().id().toString())
                        .addToAnnotations(Annotations.CLUSTER_ID, clusterId)
                        .endMetadata()
                        .addToData(
                                key.publicKey().id().toString(), key.publicKey().base64())
                        .build())
                .create();
        await().until(() -> HTTP.send(HttpRequest.newBuilder(url()).build(), BodyHandlers.discarding())
                .headers()
                .firstValue(Headers.CLUSTER)
                .isPresent());
        return key;
    }

    @Override
    public void close() {
        facade.close();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
