/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an operator works with.
 *
 * @param sealing opens sealed values
 * @param digest tells changed values from unchanged ones
 */
public record OperatorKeys(SealingKeys sealing, CurrentDigestKey digest) {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorKeys.class);

    /**
     * Reads the keys from the operator's namespace. What is not there is made; operators that start at the same time end
     * with the same keys. Nothing is written when all is there and published, and no key is too old. What is in the way of
     * a renewal or a publication is told and left for later: values are opened with the keys that there are, and sealed with
     * the one that is published.
     *
     * @param client may get, list and create Secrets, and get, create and update ConfigMaps in the namespace
     * @param namespace the operator's own namespace
     * @param renewAfter how old the current sealing key may become; zero for any age
     * @throws KeysUnavailableException when there is no key to open with, since the namespace or a right is missing, or a
     *     Secret holds something else
     */
    public static OperatorKeys prepare(KubernetesClient client, String namespace, Duration renewAfter)
            throws KeysUnavailableException {
        return prepare(client, namespace, renewAfter, InstantSource.system(), System::nanoTime);
    }

    /** The same with sealing keys that may become any age. */
    public static OperatorKeys prepare(KubernetesClient client, String namespace) throws KeysUnavailableException {
        return prepare(client, namespace, Duration.ZERO);
    }

    static OperatorKeys prepare(
            KubernetesClient client, String namespace, Duration renewAfter, InstantSource clock, LongSupplier nanos)
            throws KeysUnavailableException {
        KeySecrets secrets = new KeySecrets(client, namespace);
        OperatorKeys keys = new OperatorKeys(
                new SealingKeys(
                        secrets,
                        new KeyPublication(client, namespace, nanos),
                        ClusterIdentity.read(client),
                        renewAfter,
                        clock,
                        nanos),
                new CurrentDigestKey(secrets, clock));
        keys.digest().tend();
        try {
            keys.sealing().tend();
        } catch (KeysUnavailableException failure) {
            if (keys.sealing().ids().isEmpty()) {
                throw failure;
            }
            LOG.warn(
                    "{} Values are opened with the keys that are there. {}",
                    failure.getMessage(),
                    keys.sealing()
                            .current()
                            .map(key -> "They are sealed with " + key.id() + " meanwhile, the published one.")
                            .orElse("None is sealed anew meanwhile."));
        }
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
