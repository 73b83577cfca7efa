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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Deletes a sealing key that nothing uses. First it is only taken from the operator, by its label; then from the publication,
 * whose version sees to it that the key does not become current at that moment; then it is looked once more whether
 * anything uses it, and only then is it deleted. Up to there, everything is put back when something is in the way, also what
 * an earlier attempt left that was stopped, and the message says in which state the key is.
 */
public final class KeyRetirement {

    /** How often the operator may write the publication between our read and our write. */
    private static final int ATTEMPTS = 5;

    /** How many AgentSecrets are named; more help nobody. */
    private static final int NAMED = 5;

    /** By then a value is applied that somebody sealed just before a renewal, and seen here as one that uses the key. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(15);

    private final KubernetesClient client;
    private final String namespace;
    private final InstantSource clock;
    private final KeyStore store;

    /**
     * Does nothing yet.
     *
     * @param client acts as the person
     * @param namespace the operator's own namespace
     * @param clock tells the age of the current key
     */
    public KeyRetirement(KubernetesClient client, String namespace, InstantSource clock) {
        this.client = client;
        this.namespace = namespace;
        this.clock = clock;
        this.store = new KeyStore(client, namespace);
    }

    /**
     * Deletes a key.
     *
     * @param id its id
     * @throws KeyAdminException when there is none, it is current or was a moment ago, or an AgentSecret uses it
     */
    public void retire(SealingKeyId id) throws KeyAdminException {
        PublishedState published = PublishedState.read(client, namespace);
        List<Secret> secrets = secretsOf(id);
        List<Secret> taken = new ArrayList<>();
        try {
            refuseCurrent(published, id);
            if (secrets.isEmpty()) {
                throw new KeyAdminException("There is no sealing key " + id + " in the namespace " + namespace + ".");
            }
            refuseSoonAfterARenewal(published, id);
            refuseUsed(id);
            if (!published.ids().contains(id.value()) && secrets.stream().anyMatch(KeyStore::isInUse)) {
                // The operator may be about to publish it as the current one, by what it read before.
                throw new KeyAdminException(
                        "The key " + id + " is not published yet. Try again when the operator has done so.");
            }
            for (Secret secret : secrets) {
                taken.add(store.setRetired(secret, true));
            }
            withdraw(id);
            refuseUsed(id);
        } catch (KeyAdminException refused) {
            throw new KeyAdminException(refused.getMessage() + putBack(id));
        } catch (KeysUnavailableException failure) {
            throw new KeyAdminException(KeyAdminException.because("take the key " + id + " out of use", failure)
                            .getMessage()
                    + putBack(id));
        }
        delete(id, taken);
    }

    /** While these are not known, nothing is touched, and there is nothing to put back. */
    private List<Secret> secretsOf(SealingKeyId id) throws KeyAdminException {
        try {
            return store.secretsOf(id);
        } catch (KeysUnavailableException failure) {
            throw KeyAdminException.because("read the sealing keys in the namespace " + namespace, failure);
        }
    }

    /** Tries each Secret that is out of use, whatever becomes of the others, and says in which state the key is then. */
    private String putBack(SealingKeyId id) {
        List<String> out = new ArrayList<>();
        boolean back = false;
        try {
            for (Secret secret : store.secretsOf(id)) {
                if (!KeyStore.isInUse(secret)) {
                    try {
                        store.setRetired(secret, false);
                        back = true;
                    } catch (KeysUnavailableException failure) {
                        out.add(secret.getMetadata().getName());
                    }
                }
            }
        } catch (KeysUnavailableException unknown) {
            return " Whether the key " + id
                    + " is in use cannot be read. Run this command again: it retires the key, or"
                    + " puts it back into use.";
        }
        if (!out.isEmpty()) {
            return " What holds the key " + id
                    + " is out of use and could not be put back. Do it by hand: kubectl label"
                    + " secret -n " + namespace + " --overwrite " + Names.KEY_PURPOSE + "=sealing "
                    + String.join(" ", out);
        }
        return back ? " The key " + id + " is in use again." : "";
    }

    /** Nothing is in the way any more, so what cannot be deleted stays out of use. */
    private void delete(SealingKeyId id, List<Secret> taken) throws KeyAdminException {
        List<String> left = new ArrayList<>();
        KeysUnavailableException why = null;
        for (Secret secret : taken) {
            try {
                store.delete(secret);
            } catch (KeysUnavailableException failure) {
                left.add(secret.getMetadata().getName());
                why = failure;
            }
        }
        if (why != null) {
            throw new KeyAdminException(
                    KeyAdminException.because("delete the key " + id, why).getMessage()
                            + " It is out of use, and still in the namespace " + namespace + ", in "
                            + String.join(", ", left) + ". Run this command again to have it deleted.");
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

    private void refuseSoonAfterARenewal(PublishedState published, SealingKeyId id)
            throws KeyAdminException, KeysUnavailableException {
        Instant now = clock.instant();
        Instant made = published.current().flatMap(published::created).orElse(Instant.EPOCH);
        if (made.isAfter(now)) {
            // It is dated later than some key that is from the future, and as old as its Secret.
            made = store.keys().stream()
                    .filter(key -> published.isCurrent(key.id()))
                    .map(key -> key.since(now))
                    .max(Comparator.naturalOrder())
                    .orElse(made);
        }
        Instant from = made.plus(UNDER_WAY).truncatedTo(ChronoUnit.SECONDS);
        if (now.isBefore(from)) {
            throw new KeyAdminException(
                    "The key " + id + " can be retired from " + from + " on: the current key is from " + made
                            + ", and a value that was sealed just before that may not be applied yet.");
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
