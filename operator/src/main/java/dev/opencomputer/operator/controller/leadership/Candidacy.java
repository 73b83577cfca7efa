/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import java.util.Optional;
import java.util.UUID;

/**
 * Who stands for what.
 *
 * @param namespace the operator's own namespace, where the Lease is
 * @param lease the Lease's name: the same for all replicas of a release, another for another release
 * @param identity this process's name, which no other ever has
 * @param namespaces what the release reconciles
 */
public record Candidacy(String namespace, String lease, String identity, WatchedNamespaces namespaces) {

    /**
     * The candidacy of this process.
     *
     * @param namespace the operator's own namespace
     * @param lease the Lease's name
     * @param namespaces what the release reconciles
     * @return with an identity that begins with the pod's name, where there is one
     */
    public static Candidacy ofThisProcess(String namespace, String lease, WatchedNamespaces namespaces) {
        String host = Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElse("opencomputer-operator");
        // A container that starts again keeps its pod's name, and is not the holder that it was.
        return new Candidacy(namespace, lease, host + "_" + UUID.randomUUID(), namespaces);
    }
}
