/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.nio.file.Path;

/**
 * The programs of a control plane.
 *
 * @param etcd etcd
 * @param apiServer kube-apiserver
 * @param controllerManager kube-controller-manager, without which nothing is garbage-collected and no namespace ends
 */
public record Binaries(Path etcd, Path apiServer, Path controllerManager) {

    /**
     * Finds or gets each program by itself: the folder in KUBEBUILDER_ASSETS, the cache, a download of the envtest
     * release, a build from Go modules.
     *
     * @param progress told about downloads and builds, which take minutes
     * @return the three programs
     * @throws ControlPlaneException when one of them cannot be had; the message says what was tried
     */
    public static Binaries find(Progress progress) {
        return new BinaryFinder(System.getenv(), progress).find();
    }
}
