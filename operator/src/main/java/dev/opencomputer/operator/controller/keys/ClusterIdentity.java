/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which cluster this is: the UID of the namespace kube-system, which every cluster has and none shares. */
public final class ClusterIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterIdentity.class);

    private static final String NAMESPACE = "kube-system";

    private ClusterIdentity() {}

    /**
     * Reads it.
     *
     * @param client may get the namespace kube-system
     * @return the UID; absent when it cannot be read
     */
    public static Optional<String> read(KubernetesClient client) {
        try {
            return Optional.ofNullable(client.namespaces().withName(NAMESPACE).get())
                    .map(Namespace::getMetadata)
                    .map(metadata -> metadata.getUid());
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "The namespace {} cannot be read ({}), so nobody notices when the agents API leads back to this"
                            + " cluster. Give the operator the right to get it.",
                    NAMESPACE,
                    e.getCode());
            return Optional.empty();
        }
    }
}
