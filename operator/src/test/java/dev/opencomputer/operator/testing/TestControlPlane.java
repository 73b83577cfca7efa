/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.dev.CrdInstallation;
import dev.opencomputer.operator.dev.controlplane.Binaries;
import dev.opencomputer.operator.dev.controlplane.ControlPlane;
import dev.opencomputer.operator.dev.controlplane.ControlPlaneOptions;
import dev.opencomputer.operator.dev.controlplane.Folders;
import dev.opencomputer.operator.dev.controlplane.PrivateFiles;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A control plane of the tests, and an administrator's client. */
final class TestControlPlane implements AutoCloseable {

    private final Path folder;
    private final Binaries binaries;
    private final ControlPlane controlPlane;
    private final KubernetesClient admin;
    private final RefusedOperators refused;

    private TestControlPlane(Path folder, Binaries binaries, ControlPlane controlPlane, KubernetesClient admin) {
        this.folder = folder;
        this.binaries = binaries;
        this.controlPlane = controlPlane;
        this.admin = admin;
        this.refused = new RefusedOperators(controlPlane.auditLog().orElseThrow());
    }

    /** Starts one with this project's CRDs, or one with workloads, into which a chart brings the CRDs. */
    static TestControlPlane start(Binaries binaries, boolean workloads) {
        try {
            Path folder = Files.createTempDirectory("control-plane");
            ControlPlane controlPlane = ControlPlane.start(
                    new ControlPlaneOptions(folder, folder.resolve("logs"), true, false, workloads, binaries));
            KubernetesClient admin = client(controlPlane.kubeconfig(), "default");
            if (!workloads) {
                CrdInstallation.apply(admin);
            }
            admin.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(TestCluster.OPERATOR_NAMESPACE)
                            .endMetadata()
                            .build())
                    .create();
            return new TestControlPlane(folder, binaries, controlPlane, admin);
        } catch (IOException failure) {
            throw new IllegalStateException("could not make a folder for the control plane", failure);
        }
    }

    /** A client for the kubeconfig, whatever proxies and clusters the environment names. */
    static KubernetesClient client(Path kubeconfig, String namespace) {
        return new KubernetesClientBuilder()
                .withConfig(config(kubeconfig, namespace))
                .build();
    }

    static Config config(Path kubeconfig, String namespace) {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        config.setNamespace(namespace);
        config.setHttpProxy(null);
        config.setHttpsProxy(null);
        return config;
    }

    /** A kubeconfig of this control plane for somebody else, who shows a token; it goes with the control plane. */
    Path kubeconfigFor(String user, String token) {
        try {
            io.fabric8.kubernetes.api.model.Config kubeconfig = Serialization.unmarshal(
                    Files.readString(controlPlane.kubeconfig()), io.fabric8.kubernetes.api.model.Config.class);
            kubeconfig
                    .getUsers()
                    .get(0)
                    .setUser(new AuthInfoBuilder().withToken(token).build());
            return PrivateFiles.write(folder.resolve(user + ".kubeconfig"), Serialization.asYaml(kubeconfig));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read the kubeconfig of the control plane", failure);
        }
    }

    /** A client with the one certificate that etcd takes. */
    KubernetesClient etcdClient() {
        Config config = Config.empty();
        config.setMasterUrl(controlPlane.etcd().toString());
        Path keys = folder.resolve("keys");
        config.setCaCertFile(keys.resolve("etcd-ca.crt").toString());
        config.setClientCertFile(keys.resolve("etcd-client.crt").toString());
        config.setClientKeyFile(keys.resolve("etcd-client.key").toString());
        config.setClientKeyAlgo("EC");
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Makes a namespace of a name that nobody has. */
    String newNamespace() {
        return admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("it-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    Binaries binaries() {
        return binaries;
    }

    KubernetesClient admin() {
        return admin;
    }

    /** Fails when an operator was refused something since this was last asked. */
    void assertRightsSufficed() {
        assertThat(refused.next())
                .as("what operators with the chart's rights were refused")
                .isEmpty();
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    @Override
    public void close() {
        admin.close();
        controlPlane.close();
        Folders.delete(folder);
    }
}
