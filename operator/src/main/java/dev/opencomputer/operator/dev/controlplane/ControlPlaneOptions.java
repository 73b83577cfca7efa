/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.nio.file.Path;
import java.util.Objects;

/**
 * How a control plane is started.
 *
 * @param dataDir folder for etcd's data, keys and the kubeconfig; made when absent, its objects are kept from run to run
 * @param logDir folder for one log file a process, begun anew at each start
 * @param audit whether each request, those of kube-controller-manager apart, is written to an audit log (level Metadata)
 * @param durable whether etcd waits for the disk at each write; without it, writes are faster and survive the end of
 *     the processes, but not the end of the machine
 * @param workloads whether Deployments and Jobs get their pods, each pod the token of its account, and aggregated roles
 *     their rules; of use only to those who run the pods themselves, since there are no nodes
 * @param binaries the three programs
 */
public record ControlPlaneOptions(
        Path dataDir, Path logDir, boolean audit, boolean durable, boolean workloads, Binaries binaries) {

    /** Refuses absent parts. */
    public ControlPlaneOptions {
        Objects.requireNonNull(dataDir, "dataDir");
        Objects.requireNonNull(logDir, "logDir");
        Objects.requireNonNull(binaries, "binaries");
    }

    /** A control plane for custom resources, without workloads. */
    public ControlPlaneOptions(Path dataDir, Path logDir, boolean audit, boolean durable, Binaries binaries) {
        this(dataDir, logDir, audit, durable, false, binaries);
    }
}
