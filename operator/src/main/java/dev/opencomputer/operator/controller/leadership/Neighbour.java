/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.Comparator;
import java.util.Optional;

/**
 * A release, as its Lease shows it to the others.
 *
 * @param lease the Lease's name
 * @param created when the Lease was made, as the API server writes it
 * @param namespaces what the release reconciles
 */
record Neighbour(String lease, String created, WatchedNamespaces namespaces) {

    /** Who comes first keeps a namespace that two releases name; everybody finds the same order. */
    static final Comparator<Neighbour> PRECEDENCE =
            Comparator.comparing(Neighbour::created).thenComparing(Neighbour::lease);

    /** Reads a Lease; empty when it does not say what its release reconciles. */
    static Optional<Neighbour> of(Lease lease) {
        ObjectMeta metadata = lease.getMetadata();
        return Optional.ofNullable(metadata.getAnnotations())
                .map(annotations -> annotations.get(Names.NAMESPACES))
                .map(text -> new Neighbour(
                        metadata.getName(), metadata.getCreationTimestamp(), WatchedNamespaces.parse(text)));
    }
}
