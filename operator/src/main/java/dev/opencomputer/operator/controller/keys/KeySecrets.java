/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Secrets in the operator's namespace that hold its own keys. */
final class KeySecrets {

    private static final Logger LOG = LoggerFactory.getLogger(KeySecrets.class);

    /** How often a Secret may go between the create that finds it and the read. */
    private static final int ATTEMPTS = 3;

    private final KubernetesClient client;
    private final String namespace;

    KeySecrets(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    String namespace() {
        return namespace;
    }

    /** All Secrets that say that they hold a key for this purpose. */
    List<Secret> labelled(KeyPurpose purpose) throws KeysUnavailableException {
        try {
            return client.secrets()
                    .inNamespace(namespace)
                    .withLabel(Names.KEY_PURPOSE, purpose.label())
                    .list()
                    .getItems();
        } catch (KubernetesClientException failure) {
            throw KeysUnavailableException.because(
                    "list the Secrets with its keys in " + namespace, namespace, failure);
        }
    }

    /** The Secret of the purpose's fixed name, if it is there. */
    Optional<Secret> fixed(KeyPurpose purpose) throws KeysUnavailableException {
        try {
            return Optional.ofNullable(client.secrets()
                    .inNamespace(namespace)
                    .withName(purpose.secretName())
                    .get());
        } catch (KubernetesClientException failure) {
            throw KeysUnavailableException.because("read the Secret " + name(purpose), namespace, failure);
        }
    }

    /**
     * Creates the Secret of the purpose's fixed name; where another operator was faster, the answer is what that one
     * made. So everybody ends with the same key.
     */
    Secret createOrRead(KeyPurpose purpose, byte[] key, Map<String, String> labels) throws KeysUnavailableException {
        Secret wanted = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(purpose.secretName())
                .addToLabels(Names.KEY_PURPOSE, purpose.label())
                .addToLabels(labels)
                .endMetadata()
                .withType(Names.GROUP + "/" + purpose.label() + "-key")
                .withImmutable(true)
                .addToData(purpose.dataKey(), Base64.getEncoder().encodeToString(key))
                .build();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Secret made = client.resource(wanted).create();
                LOG.info("Made a {} key, in the Secret {}", purpose.label(), name(purpose));
                return made;
            } catch (KubernetesClientException failure) {
                if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw KeysUnavailableException.because("create the Secret " + name(purpose), namespace, failure);
                }
            }
            Optional<Secret> others = fixed(purpose);
            if (others.isPresent()) {
                return others.get();
            }
        }
        throw new KeysUnavailableException(
                "The Secret " + name(purpose) + " is created and deleted again and again. Find out what deletes it.");
    }

    /** The key in a Secret; empty when there is none, or it is no base64. */
    static Optional<byte[]> key(KeyPurpose purpose, Secret secret) {
        return Optional.ofNullable(secret.getData())
                .map(data -> data.get(purpose.dataKey()))
                .map(base64 -> Base64.getDecoder().decode(base64));
    }

    private String name(KeyPurpose purpose) {
        return namespace + "/" + purpose.secretName();
    }
}
