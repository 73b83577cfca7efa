/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.LongSupplier;

/**
 * The keys that an operator works with.
 *
 * @param sealing opens sealed values
 * @param digest tells changed values from unchanged ones
 */
public record OperatorKeys(SealingKeys sealing, DigestKey digest) {

    /**
     * Reads the keys from the operator's namespace. What is not there is made; operators that start at the same time end
     * with the same keys. Nothing is written when all is there and published.
     *
     * @param client may get, list and create Secrets, and get, create and update ConfigMaps in the namespace
     * @param namespace the operator's own namespace
     * @throws KeysUnavailableException when the namespace or a right is missing, or a Secret holds something else
     */
    public static OperatorKeys prepare(KubernetesClient client, String namespace) throws KeysUnavailableException {
        return prepare(client, namespace, System::nanoTime);
    }

    static OperatorKeys prepare(KubernetesClient client, String namespace, LongSupplier clock)
            throws KeysUnavailableException {
        KeySecrets secrets = new KeySecrets(client, namespace);
        DigestKey digest = DigestKey.prepare(secrets);
        return new OperatorKeys(SealingKeys.prepare(secrets, new KeyPublication(client, namespace), clock), digest);
    }
}
