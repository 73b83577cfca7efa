/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A Kubernetes API without nodes on this machine: etcd, kube-apiserver and kube-controller-manager as child processes
 * on loopback ports of their own. They end with this process, also when it is killed.
 *
 * <p>kube-apiserver silently works on any etcd that it finds, so it is started only once the etcd of this run has
 * answered, and etcd lets in nobody without a certificate of this run.
 */
public final class ControlPlane implements AutoCloseable {

    /** The end of a namespace alone is a hundred requests of the controllers; they would drown all others. */
    private static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - {level: None, users: ["system:kube-controller-manager"]}
              - {level: Metadata}
            """;

    private final Deque<Launcher.Started> running = new ArrayDeque<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final Path kubeconfig;
    private final Optional<Path> auditLog;
    private final URI server;
    private final URI etcd;
    private volatile boolean closing;

    private ControlPlane(ControlPlaneOptions options) {
        Path dataDir = PrivateFiles.folder(options.dataDir().toAbsolutePath());
        Path logDir = PrivateFiles.folder(options.logDir().toAbsolutePath());
        Path auditFile = logDir.resolve("audit.log");
        kubeconfig = dataDir.resolve("kubeconfig");
        auditLog = options.audit() ? Optional.of(auditFile) : Optional.empty();
        KeyFiles keys = new KeyFiles(dataDir.resolve("keys"));
        PrivateFiles.folder(dataDir.resolve("etcd"));
        Commands commands = new Commands(options, keys);
        Launcher launcher = new Launcher(logDir);
        try {
            etcd = keep(launcher.launch("etcd", commands::etcd, keys.asEtcdClient(), "/health"));
            Optional<Path> policy = auditLog.map(log -> auditPolicy(dataDir, log));
            server = keep(launcher.launch(
                    "kube-apiserver",
                    port -> commands.apiServer(port, etcd, policy, auditFile),
                    keys.asAdmin(),
                    "/readyz"));
            Kubeconfig.write(kubeconfig, server, keys.kubernetesAuthority(), keys.admin());
            Path controllers = Kubeconfig.write(
                    dataDir.resolve("kube-controller-manager.kubeconfig"),
                    server,
                    keys.kubernetesAuthority(),
                    keys.master("system:kube-controller-manager"));
            keep(launcher.launch(
                    "kube-controller-manager",
                    port -> commands.controllerManager(port, controllers),
                    keys.asAdmin(),
                    "/healthz"));
        } catch (RuntimeException | Error failed) {
            stopAll();
            throw failed;
        }
    }

    /**
     * Starts the three processes and returns when they are ready, which takes a few seconds.
     *
     * @param options where the data is and which programs to run
     * @return the running control plane
     * @throws ControlPlaneException when one of them does not start; none is left running then
     */
    public static ControlPlane start(ControlPlaneOptions options) {
        return new ControlPlane(options);
    }

    /**
     * File (mode 0600) with the address, the authority's certificate and an administrator's client certificate. It is
     * written anew at each start, since port and keys are new.
     */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** Address of the API server. */
    public URI server() {
        return server;
    }

    /** Address of etcd, which takes only the client certificate of this run: {@code keys/etcd-client} in the data folder. */
    public URI etcd() {
        return etcd;
    }

    /** File with one JSON object (audit.k8s.io/v1 Event) a finished request, written before the answer; absent unless asked for. */
    public Optional<Path> auditLog() {
        return auditLog;
    }

    /** Completed with a sentence when one of the processes ended although nobody closed the control plane. */
    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    /** Stops kube-controller-manager, then kube-apiserver, then etcd, each when the one before has ended. */
    @Override
    public void close() {
        stopAll();
    }

    private URI keep(Launcher.Started started) {
        running.push(started);
        var unused = started.process().onExit().thenAccept(process -> {
            if (!closing) {
                failure.complete(process.name() + " ended by itself with exit code " + process.exitCode()
                        + ". Its log is " + process.log());
            }
        });
        return started.address();
    }

    private void stopAll() {
        closing = true;
        // kube-apiserver hangs at its end when its etcd is gone first: last started, first stopped, one by one.
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private static Path auditPolicy(Path dataDir, Path log) {
        try {
            Files.deleteIfExists(log);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not begin the audit log " + log + " anew", failure);
        }
        return PrivateFiles.write(dataDir.resolve("audit-policy.yaml"), AUDIT_POLICY);
    }
}
