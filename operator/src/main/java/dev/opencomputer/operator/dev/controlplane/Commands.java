/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The command lines of the three programs: loopback only, certificates on every connection. */
final class Commands {

    /** kube-apiserver begins another file at 100 MiB where nothing is said. */
    private static final int MOST_MEBIBYTES_OF_AUDIT = 100_000;

    private static final List<String> CONTROLLERS =
            List.of("garbagecollector", "namespace-controller", "serviceaccount-controller");

    private static final List<String> WITH_WORKLOADS = Stream.concat(
                    CONTROLLERS.stream(),
                    Stream.of(
                            "deployment-controller",
                            "replicaset-controller",
                            "job-controller",
                            "clusterrole-aggregation-controller",
                            "root-ca-certificate-publisher-controller"))
            .toList();

    private final ControlPlaneOptions options;
    private final KeyFiles keys;

    Commands(ControlPlaneOptions options, KeyFiles keys) {
        this.options = options;
        this.keys = keys;
    }

    /** etcd, as the only member of its cluster. */
    List<String> etcd(int port) {
        String url = "https://" + Loopback.ADDRESS + ":" + port;
        // No peer ever calls; etcd wants the listener, so it takes any free port and a certificate as well.
        String peerListener = "https://" + Loopback.ADDRESS + ":0";
        String peer = "https://" + Loopback.ADDRESS + ":2380";
        List<String> command = new ArrayList<>(List.of(
                options.binaries().etcd().toString(),
                "--name=dev",
                "--data-dir=" + options.dataDir().resolve("etcd"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peerListener,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=dev=" + peer,
                "--client-cert-auth",
                "--trusted-ca-file=" + keys.certificate("etcd-ca"),
                "--cert-file=" + keys.certificate("etcd-server"),
                "--key-file=" + keys.key("etcd-server"),
                "--peer-client-cert-auth",
                "--peer-trusted-ca-file=" + keys.certificate("etcd-ca"),
                "--peer-cert-file=" + keys.certificate("etcd-server"),
                "--peer-key-file=" + keys.key("etcd-server"),
                "--log-level=warn"));
        if (!options.durable()) {
            command.add("--unsafe-no-fsync");
        }
        return List.copyOf(command);
    }

    /** kube-apiserver on that etcd. */
    List<String> apiServer(int port, URI etcd, Optional<Path> auditPolicy, Path auditLog) {
        List<String> command = new ArrayList<>(List.of(
                options.binaries().apiServer().toString(),
                "--etcd-servers=" + etcd,
                "--etcd-cafile=" + keys.certificate("etcd-ca"),
                "--etcd-certfile=" + keys.certificate("etcd-client"),
                "--etcd-keyfile=" + keys.key("etcd-client"),
                "--bind-address=" + Loopback.ADDRESS,
                "--secure-port=" + port,
                "--advertise-address=" + Loopback.ADDRESS,
                // The endpoints of the service "kubernetes" must not be loopback addresses, and nobody needs them.
                "--endpoint-reconciler-type=none",
                "--tls-cert-file=" + keys.certificate("kube-apiserver"),
                "--tls-private-key-file=" + keys.key("kube-apiserver"),
                "--client-ca-file=" + keys.certificate("ca"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + keys.serviceAccountPublicKey(),
                "--service-account-signing-key-file=" + keys.key("service-accounts"),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--authorization-mode=RBAC",
                "--anonymous-auth=false",
                "--profiling=false"));
        if (!options.workloads()) {
            // No pod ever runs, so none needs the token that this would mount.
            command.add("--disable-admission-plugins=ServiceAccount");
        }
        auditPolicy.ifPresent(policy -> command.addAll(List.of(
                "--audit-policy-file=" + policy,
                "--audit-log-path=" + auditLog,
                // Whoever reads it remembers how far: it must not be begun anew.
                "--audit-log-maxsize=" + MOST_MEBIBYTES_OF_AUDIT,
                "--audit-log-mode=blocking-strict")));
        return List.copyOf(command);
    }

    /** kube-controller-manager with the controllers that need no nodes, and with those of workloads where asked for. */
    List<String> controllerManager(int port, Path kubeconfig) {
        return List.of(
                options.binaries().controllerManager().toString(),
                "--kubeconfig=" + kubeconfig,
                "--bind-address=" + Loopback.ADDRESS,
                "--secure-port=" + port,
                "--tls-cert-file=" + keys.certificate("kube-controller-manager"),
                "--tls-private-key-file=" + keys.key("kube-controller-manager"),
                "--client-ca-file=" + keys.certificate("ca"),
                "--controllers=" + String.join(",", options.workloads() ? WITH_WORKLOADS : CONTROLLERS),
                // What pods are told of whom to trust.
                "--root-ca-file=" + keys.certificate("ca"),
                "--leader-elect=false",
                "--use-service-account-credentials=false",
                "--profiling=false");
    }
}
