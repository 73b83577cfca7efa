/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The private sealing keys of a cluster, for those who back them up and restore them. */
public final class KeyStore {

    private final KeySecrets secrets;
    /**
     * Reads nothing yet.
     *
     * @param client may list Secrets in the namespace, and create and update them to restore and retire
     * @param namespace the operator's own namespace
     */
    public KeyStore(KubernetesClient client, String namespace) {
        this.secrets = new KeySecrets(client, namespace);
    }

    /**
     * All keys that the operator opens with.
     *
     * @throws KeysUnavailableException when they cannot be read
     */
    public List<StoredKey> keys() throws KeysUnavailableException {
        return keys(KeyPurpose.SEALING);
    }

    private List<StoredKey> keys(KeyPurpose purpose) throws KeysUnavailableException {
        return secrets.labelled(purpose).stream()
                .flatMap(secret -> StoredKey.read(secret).stream())
                .toList();
    }

    /**
     * Stores a key under a name that its id makes, so that the same key twice is one.
     *
     * @param key the key
     * @param created when it was made
     * @throws KeysUnavailableException when it cannot be stored
     */
    public void restore(PrivateSealingKey key, Instant created) throws KeysUnavailableException {
        SealingKeyId id = key.publicKey().id();
        Secret secret = secrets.createOrRead(
                KeyPurpose.SEALING,
                KeyPurpose.SEALING.secretName() + "-" + id,
                key.seed(),
                Map.of(Names.SEALING_KEY_ID, id.value()),
                created);
        if (StoredKey.read(secret).filter(stored -> stored.key().equals(key)).isEmpty()) {
            throw new KeysUnavailableException(
                    "The Secret " + secret.getMetadata().getNamespace() + "/"
                            + secret.getMetadata().getName()
                            + " holds another key than its name says. Delete it, and try again.");
        }
        if (!KeyPurpose.SEALING.isOf(secret)) {
            secrets.relabel(secret, KeyPurpose.SEALING);
        }
    }

    /**
     * The Secrets that hold a key, also those that somebody began to retire.
     *
     * @param id the key's id
     * @throws KeysUnavailableException when they cannot be read
     */
    public List<Secret> secretsOf(SealingKeyId id) throws KeysUnavailableException {
        List<Secret> found = new ArrayList<>();
        for (KeyPurpose purpose : List.of(KeyPurpose.SEALING, KeyPurpose.RETIRED)) {
            secrets.labelled(purpose).stream()
                    .filter(secret -> StoredKey.read(secret)
                            .filter(key -> key.id().equals(id))
                            .isPresent())
                    .forEach(found::add);
        }
        return found;
    }

    /**
     * Whether the operator uses a key.
     *
     * @param secret its Secret
     * @return false once somebody has begun to retire it
     */
    public static boolean isInUse(Secret secret) {
        return KeyPurpose.SEALING.isOf(secret);
    }

    /**
     * Takes a key from the operator, or gives it back; it stays stored.
     *
     * @param secret its Secret
     * @param retired whether it is taken
     * @return the Secret as it is then
     * @throws KeysUnavailableException when it cannot be written
     */
    public Secret setRetired(Secret secret, boolean retired) throws KeysUnavailableException {
        return secrets.relabel(secret, retired ? KeyPurpose.RETIRED : KeyPurpose.SEALING);
    }

    /**
     * Deletes a key for good, unless its Secret was changed since.
     *
     * @param secret its Secret as it was read last
     * @throws KeysUnavailableException when it cannot be deleted
     */
    public void delete(Secret secret) throws KeysUnavailableException {
        secrets.delete(secret);
    }
}
