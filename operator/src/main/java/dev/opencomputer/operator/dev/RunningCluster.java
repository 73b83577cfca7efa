/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.dev.DevException.Reason;
import dev.opencomputer.operator.dev.DevOptions.Cluster;
import dev.opencomputer.operator.dev.DevOptions.ExistingCluster;
import dev.opencomputer.operator.dev.controlplane.Binaries;
import dev.opencomputer.operator.dev.controlplane.ControlPlane;
import dev.opencomputer.operator.dev.controlplane.ControlPlaneException;
import dev.opencomputer.operator.dev.controlplane.ControlPlaneOptions;
import dev.opencomputer.operator.dev.controlplane.Progress;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The cluster of an environment: its own control plane, or one that was there before and stays. */
final class RunningCluster implements AutoCloseable {

    /** Older API servers ignore selectable fields. */
    private static final int OLDEST_MINOR = 31;

    private static final String FIELD_MANAGER = "opencomputer-operator-dev";

    private final Path kubeconfig;
    private final Optional<ControlPlane> own;

    private RunningCluster(Path kubeconfig, Optional<ControlPlane> own) {
        this.kubeconfig = kubeconfig;
        this.own = own;
    }

    /** Starts a control plane, or finds the cluster that was named. */
    static RunningCluster start(Cluster cluster, DataFolder data, StopSignal stop, Progress progress) {
        if (cluster instanceof ExistingCluster existing) {
            return new RunningCluster(
                    KubeconfigCopy.write(existing, System.getenv(), data.path().resolve("kubeconfig")),
                    Optional.empty());
        }
        try {
            ControlPlane controlPlane = stop.interruptibly(() -> {
                Binaries binaries = Binaries.find(progress);
                Steps.step(progress, "starting etcd, kube-apiserver and kube-controller-manager");
                return start(
                        new ControlPlaneOptions(data.part("control-plane"), data.part("logs"), false, true, binaries));
            });
            return new RunningCluster(controlPlane.kubeconfig(), Optional.of(controlPlane));
        } catch (ControlPlaneException failure) {
            throw new DevException(
                    Reason.CONTROL_PLANE,
                    "No control plane: " + failure.getMessage() + " A cluster of your own works too: --kubeconfig"
                            + " or --context.",
                    failure);
        }
    }

    private static ControlPlane start(ControlPlaneOptions options) {
        try {
            return ControlPlane.start(options);
        } catch (ControlPlaneException failure) {
            throw new DevException(
                    Reason.CONTROL_PLANE,
                    "The control plane did not start: " + failure.getMessage()
                            + "\nIf its data is damaged, begin anew with --fresh or another --data-dir.",
                    failure);
        }
    }

    /** File that clients find the cluster with. */
    Path kubeconfig() {
        return kubeconfig;
    }

    /** What clients in this process are made with. */
    Config config() {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        if (own.isPresent()) {
            // A proxy that the environment names can't reach this machine's loopback address.
            config.setHttpProxy(null);
            config.setHttpsProxy(null);
        }
        return config;
    }

    /** Applies the CRDs of this version and the operator's namespace; refuses a cluster that is too old for them. */
    void prepare() {
        Config config = config();
        // A person waits for the answer: what is not there now is told now, not after ten tries.
        config.setRequestRetryBackoffLimit(1);
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            VersionInfo version = client.getKubernetesVersion();
            if (minor(version) < OLDEST_MINOR) {
                throw new DevException(
                        Reason.CLUSTER,
                        "The cluster at " + config.getMasterUrl() + " has Kubernetes " + version.getGitVersion()
                                + "; 1." + OLDEST_MINOR + " or newer is needed.");
            }
            CrdInstallation.apply(client);
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(Names.OPERATOR_NAMESPACE)
                            .endMetadata()
                            .build())
                    .fieldManager(FIELD_MANAGER)
                    .serverSideApply();
        } catch (KubernetesClientException failure) {
            throw new DevException(
                    Reason.CLUSTER,
                    "The CRDs and the namespace " + Names.OPERATOR_NAMESPACE
                            + " could not be applied to the cluster at "
                            + config.getMasterUrl() + ": "
                            + reason(failure)
                            + ". Check that it runs and that this user may write CustomResourceDefinitions and namespaces.",
                    failure);
        }
    }

    /** Completed with a sentence when the environment's own control plane ended by itself. */
    CompletableFuture<String> failure() {
        return own.map(ControlPlane::failure).orElseGet(CompletableFuture::new);
    }

    @Override
    public void close() {
        own.ifPresent(ControlPlane::close);
    }

    /** What the API server said, or why it could not be asked: the client's own words hide the latter. */
    private static String reason(KubernetesClientException failure) {
        if (failure.getCode() > 0 || failure.getCause() == null) {
            return failure.getMessage();
        }
        Throwable cause = failure.getCause();
        while (cause.getClass() == IOException.class && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "no answer, "
                + cause.getClass().getSimpleName()
                + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    private static int minor(VersionInfo version) {
        return Integer.parseInt("0" + version.getMinor().replaceAll("[^0-9].*", ""));
    }
}
