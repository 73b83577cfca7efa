/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Tells a namespace from a former one that had the same name. */
final class NamespaceUids {

    private final KubernetesClient client;

    NamespaceUids(KubernetesClient client) {
        this.client = client;
    }

    /** The namespace's UID; empty where it is gone, or may not be seen. */
    Optional<String> uid(String name) {
        try {
            return Optional.ofNullable(client.namespaces().withName(name).get())
                    .map(Namespace::getMetadata)
                    .map(metadata -> metadata.getUid());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                // Who may not see namespaces is installed for a few of them, by somebody who makes none anew unseen.
                return Optional.empty();
            }
            throw e;
        }
    }
}
