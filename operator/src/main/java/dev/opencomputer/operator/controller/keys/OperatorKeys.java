/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The keys that an operator works with.
 *
 * @param sealing opens sealed values
 * @param digest tells changed values from unchanged ones
 */
public record OperatorKeys(SealingKeys sealing, CurrentDigestKey digest) {

    /**
     * Reads the keys from the operator's namespace. What is not there is made; operators that start at the same time end
     * with the same keys. Nothing is written when all is there and published, and no key is too old.
     *
     * @param client may get, list and create Secrets, and get, create and update ConfigMaps in the namespace
     * @param namespace the operator's own namespace
     * @param renewAfter how old the current sealing key may become; zero for any age
     * @throws KeysUnavailableException when the namespace or a right is missing, or a Secret holds something else
     */
    public static OperatorKeys prepare(KubernetesClient client, String namespace, Duration renewAfter)
            throws KeysUnavailableException {
        return prepare(client, namespace, renewAfter, InstantSource.system());
    }

    /** The same with sealing keys that may become any age. */
    public static OperatorKeys prepare(KubernetesClient client, String namespace) throws KeysUnavailableException {
        return prepare(client, namespace, Duration.ZERO);
    }

    static OperatorKeys prepare(KubernetesClient client, String namespace, Duration renewAfter, InstantSource clock)
            throws KeysUnavailableException {
        KeySecrets secrets = new KeySecrets(client, namespace);
        OperatorKeys keys = new OperatorKeys(
                new SealingKeys(
                        secrets,
                        new KeyPublication(client, namespace),
                        ClusterIdentity.read(client),
                        renewAfter,
                        clock),
                new CurrentDigestKey(secrets, clock));
        keys.tend();
        return keys;
    }

    /** Does what is due for both; what is in the way of one is not in the other's. */
    void tend() throws KeysUnavailableException {
        try {
            digest.tend();
        } finally {
            sealing.tend();
        }
    }
}
