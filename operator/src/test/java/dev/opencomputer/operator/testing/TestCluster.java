/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.dev.AccountLogin;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.PublishedKeys;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One test's part of the control plane: a namespace of its own and ways to speak to the API server. */
public class TestCluster implements AutoCloseable {

    /** The namespace of the operators of all tests: they share their keys, as replicas do. */
    public static final String OPERATOR_NAMESPACE = Names.OPERATOR_NAMESPACE;

    /** Tests may let their namespace have a connection of its own. */
    private static final List<String> OWN_CONNECTIONS = List.of("policy.connections.namespaces={it-*}");

    private static final String NO_FINALIZERS = "{\"metadata\":{\"finalizers\":null}}";

    private final TestControlPlane controlPlane;
    private final String namespace;
    private final List<KubernetesClient> clients = new ArrayList<>();
    private final List<TestCluster> others = new ArrayList<>();
    private final AuditLog auditLog;
    private final KubernetesClient admin;
    private final Map<String, ChartRights> rights = new HashMap<>();

    TestCluster(TestControlPlane controlPlane, String namespace) {
        this.controlPlane = controlPlane;
        this.namespace = namespace;
        this.auditLog =
                AuditLog.fromNowOn(controlPlane.controlPlane().auditLog().orElseThrow());
        this.admin = keep(config());
    }

    /** The namespace that was made for this test. */
    public String namespace() {
        return namespace;
    }

    /** The same control plane with another namespace, which is emptied after the test as this one is. */
    public TestCluster besides() {
        TestCluster other = new TestCluster(controlPlane, controlPlane.newNamespace());
        others.add(other);
        return other;
    }

    /** A second cluster, with nothing in it but a namespace of the same name; the caller closes it. */
    public TestCluster elsewhere() {
        TestControlPlane other = TestControlPlane.start(controlPlane.binaries(), false);
        other.admin()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        return new TestCluster(other, namespace) {
            @Override
            public void close() {
                super.close();
                other.close();
            }
        };
    }

    /** An administrator's client whose namespace is this test's; closed after the test. */
    public KubernetesClient client() {
        return admin;
    }

    /** The administrator's configuration, for clients that are made and closed elsewhere. */
    public Config config() {
        return TestControlPlane.config(kubeconfig(), namespace);
    }

    /**
     * How an operator reaches the API server that watches this test's namespace: as the chart's service account, with
     * the rights that the chart gives for that namespace.
     */
    public Config operatorConfig() {
        return account(operatorRights().operatorAccount());
    }

    /** The same as a kubeconfig, for child processes. */
    public Path operatorKubeconfig() {
        return kubeconfigOf(operatorRights().operatorAccount());
    }

    /** A kubeconfig for a facade beside that operator, which may act as the callers' account of this test's namespace. */
    public Path facadeKubeconfig() {
        return kubeconfigOf(operatorRights().facadeAccount());
    }

    /**
     * The rights of this test's operator, and of a facade beside it. They are those of a release that is called like the
     * namespace, and so is the Lease that its replicas may elect by.
     */
    public ChartRights operatorRights() {
        return rights(namespace, Optional.of(namespace));
    }

    /** How the operator of a further release reaches the API server that watches this test's namespace, too. */
    public Config releaseConfig(String release) {
        return account(rights(release, Optional.of(namespace)).operatorAccount());
    }

    /** How an operator reaches the API server that the chart gives rights in all namespaces. */
    public Config clusterWideOperatorConfig() {
        return account(rights(namespace + "-all", Optional.empty()).operatorAccount());
    }

    private synchronized ChartRights rights(String release, Optional<String> watched) {
        return rights.computeIfAbsent(
                release,
                name -> ChartRights.of(name, OPERATOR_NAMESPACE, watched, namespace, OWN_CONNECTIONS)
                        .apply(admin));
    }

    /** How a client is configured that acts as a service account of the operators' namespace. */
    private Config account(String account) {
        Config config = AccountLogin.config(admin, OPERATOR_NAMESPACE, account);
        config.setNamespace(namespace);
        return config;
    }

    private Path kubeconfigOf(String account) {
        return kubeconfigOf(OPERATOR_NAMESPACE, account);
    }

    /** A kubeconfig for a service account, for child processes. */
    public Path kubeconfigOf(String accountsNamespace, String account) {
        return controlPlane.kubeconfigFor(
                account,
                AccountLogin.config(admin, accountsNamespace, account)
                        .getOauthTokenProvider()
                        .getToken());
    }

    /** The administrator's kubeconfig, for child processes. */
    public Path kubeconfig() {
        return controlPlane.controlPlane().kubeconfig();
    }

    /**
     * A client that acts as somebody else, with that user's rights only; closed after the test.
     *
     * @param user the user, {@code system:serviceaccount:<namespace>:<name>} for a service account
     * @param groups the user's groups
     */
    public KubernetesClient as(String user, String... groups) {
        Config config = config();
        config.setImpersonateUsername(user);
        config.setImpersonateGroups(groups);
        return keep(config);
    }

    /** The requests that the API server has answered since this test's namespace was made. */
    public AuditLog auditLog() {
        return auditLog;
    }

    /** What the API server keeps. */
    public Etcd etcd() {
        KubernetesClient client = controlPlane.etcdClient();
        clients.add(client);
        return new Etcd(client);
    }

    /** The public key that values are sealed with; there once an operator has run. */
    public PublicSealingKey publicSealingKey() {
        ConfigMap published = admin.configMaps()
                .inNamespace(OPERATOR_NAMESPACE)
                .withName(Names.PUBLIC_SEALING_KEYS)
                .get();
        return PublishedKeys.current(
                published.getData(),
                Optional.ofNullable(published.getMetadata().getAnnotations().get(Names.CURRENT_KEY)));
    }

    /**
     * Leaves nothing that another test's operator could meet. The namespace goes with the control plane: its end is a
     * hundred requests of the controllers, again every few seconds while a finalizer holds an object in it.
     */
    @Override
    public void close() {
        others.forEach(TestCluster::close);
        letGo(AgentSecret.class);
        letGo(Agent.class);
        rights.values().forEach(given -> given.delete(admin));
        clients.forEach(KubernetesClient::close);
    }

    private void letGo(Class<? extends HasMetadata> kind) {
        try {
            var unused = admin.resources(kind).delete();
            // The operator that would take the finalizers away is no more.
            admin.resources(kind)
                    .list()
                    .getItems()
                    .forEach(held -> admin.resource(held).patch(PatchContext.of(PatchType.JSON_MERGE), NO_FINALIZERS));
        } catch (KubernetesClientException failure) {
            // A test may have taken the CRDs away, and all objects with them.
            if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw failure;
            }
        }
    }

    private KubernetesClient keep(Config config) {
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        clients.add(client);
        return client;
    }
}
