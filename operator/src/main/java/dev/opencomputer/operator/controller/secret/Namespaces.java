/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.controller.secret.Observed.NamespaceView;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Tells whether a namespace is being deleted with everything in it. */
final class Namespaces {

    private final KubernetesClient client;

    Namespaces(KubernetesClient client) {
        this.client = client;
    }

    NamespaceView look(String name) {
        try {
            Namespace namespace = client.namespaces().withName(name).get();
            return namespace == null || namespace.isMarkedForDeletion()
                    ? NamespaceView.TERMINATING
                    : NamespaceView.STAYS;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                // Who may not see namespaces is installed for a few of them, by somebody who deletes none unseen.
                return NamespaceView.STAYS;
            }
            throw e;
        }
    }
}
