/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.keys.KeyStore;
import dev.opencomputer.operator.controller.keys.KeysUnavailableException;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes a sealing key that nothing uses. First it is only taken from the operator, by its label; then from the publication,
 * whose version sees to it that the key does not become current at that moment; then it is looked once more whether
 * anything uses it, and only then is it deleted. Up to there, everything is put back when something is in the way, and
 * done again by the same command after a crash.
 */
public final class KeyRetirement {

    /** How often the operator may write the publication between our read and our write. */
    private static final int ATTEMPTS = 5;

    /** How many AgentSecrets are named; more help nobody. */
    private static final int NAMED = 5;

    private final KubernetesClient client;
    private final String namespace;
    private final KeyStore store;

    /**
     * Does nothing yet.
     *
     * @param client acts as the person
     * @param namespace the operator's own namespace
     */
    public KeyRetirement(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.store = new KeyStore(client, namespace);
    }

    /**
     * Deletes a key.
     *
     * @param id its id
     * @throws KeyAdminException when there is none, it is current, or an AgentSecret uses it
     */
    public void retire(SealingKeyId id) throws KeyAdminException {
        PublishedState published = PublishedState.read(client, namespace);
        refuseCurrent(published, id);
        refuseUsed(id);
        try {
            List<Secret> secrets = store.secretsOf(id);
            if (secrets.isEmpty()) {
                throw new KeyAdminException("There is no sealing key " + id + " in the namespace " + namespace + ".");
            }
            if (!published.ids().contains(id.value()) && secrets.stream().anyMatch(KeyStore::isInUse)) {
                // The operator may be about to publish it as the current one, by what it read before.
                throw new KeyAdminException(
                        "The key " + id + " is not published yet. Try again when the operator has done so.");
            }
            List<Secret> taken = new ArrayList<>();
            try {
                for (Secret secret : secrets) {
                    taken.add(store.setRetired(secret, true));
                }
                withdraw(id);
                refuseUsed(id);
            } catch (KeyAdminException | KeysUnavailableException refused) {
                for (Secret secret : taken) {
                    store.setRetired(secret, false);
                }
                throw refused;
            }
            for (Secret secret : taken) {
                store.delete(secret);
            }
        } catch (KeysUnavailableException failure) {
            throw failure.getCause() instanceof KubernetesClientException refusal
                    ? KeyAdminException.because("take the key " + id + " out of use", refusal)
                    : new KeyAdminException(failure.getMessage());
        }
    }

    /** The operator does the same when it sees the label; who of the two is first does not matter. */
    private void withdraw(SealingKeyId id) throws KeyAdminException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            PublishedState published = PublishedState.read(client, namespace);
            refuseCurrent(published, id);
            if (!published.ids().contains(id.value())) {
                return;
            }
            ConfigMap without = new ConfigMapBuilder(published.map())
                    .removeFromData(id.value())
                    .editMetadata()
                    .removeFromAnnotations(Names.KEY_CREATED_PREFIX + id)
                    .endMetadata()
                    .build();
            try {
                client.resource(without).update();
                return;
            } catch (KubernetesClientException failure) {
                if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw KeyAdminException.because(
                            "take the key out of the ConfigMap " + PublishedState.name(namespace), failure);
                }
            }
        }
        throw new KeyAdminException("The ConfigMap " + PublishedState.name(namespace)
                + " is written by something else at each try. Try again.");
    }

    private static void refuseCurrent(PublishedState published, SealingKeyId id) throws KeyAdminException {
        if (published.isCurrent(id)) {
            throw new KeyAdminException("The key " + id + " is the one that values are sealed with. Renew it first:"
                    + " opencomputer-operator sealing-keys renew");
        }
    }

    private void refuseUsed(SealingKeyId id) throws KeyAdminException {
        List<String> users = KeyUses.of(client).ofAny(id.value());
        if (!users.isEmpty()) {
            throw new KeyAdminException("The key " + id + " is in use: " + users.size()
                    + " AgentSecrets have a value that is sealed for it, in spec or status, such as "
                    + String.join(", ", users.subList(0, Math.min(NAMED, users.size())))
                    + ". Seal them again first.");
        }
    }
}
