/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
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

    /** Nothing that applies manifests is to take them for leftovers, whatever labels they get. */
    private static final Map<String, String> KEPT = Map.of(
            "argocd.argoproj.io/sync-options", "Prune=false",
            "argocd.argoproj.io/compare-options", "IgnoreExtraneous",
            "kustomize.toolkit.fluxcd.io/prune", "disabled");

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

    /** The Secret of a name, if it is there. */
    Optional<Secret> read(String name) throws KeysUnavailableException {
        try {
            return Optional.ofNullable(
                    client.secrets().inNamespace(namespace).withName(name).get());
        } catch (KubernetesClientException failure) {
            throw KeysUnavailableException.because("read the Secret " + full(name), namespace, failure);
        }
    }

    /**
     * Creates the Secret of a name; where another operator was faster, the answer is what that one made. So everybody ends
     * with the same key.
     */
    Secret createOrRead(KeyPurpose purpose, String name, byte[] key, Map<String, String> labels, Instant created)
            throws KeysUnavailableException {
        Secret wanted = secret(purpose, namespace, name, key, labels, created);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Secret made = client.resource(wanted).create();
                LOG.info("Made a {} key, in the Secret {}", purpose.label(), full(name));
                return made;
            } catch (KubernetesClientException failure) {
                if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw KeysUnavailableException.because("create the Secret " + full(name), namespace, failure);
                }
            }
            Optional<Secret> others = read(name);
            if (others.isPresent()) {
                return others.get();
            }
        }
        throw new KeysUnavailableException(
                "The Secret " + full(name) + " is created and deleted again and again. Find out what deletes it.");
    }

    /** Says that a Secret holds a key for another purpose, unless it was changed since it was read. */
    Secret relabel(Secret secret, KeyPurpose purpose) throws KeysUnavailableException {
        Secret labelled = new SecretBuilder(secret)
                .editMetadata()
                .addToLabels(Names.KEY_PURPOSE, purpose.label())
                .endMetadata()
                .build();
        try {
            return client.resource(labelled).update();
        } catch (KubernetesClientException failure) {
            throw KeysUnavailableException.because(
                    "label the Secret " + full(secret.getMetadata().getName()), namespace, failure);
        }
    }

    /** Deletes a Secret, unless it was changed since it was read. */
    void delete(Secret secret) throws KeysUnavailableException {
        try {
            var unused = client.resource(secret)
                    .lockResourceVersion(secret.getMetadata().getResourceVersion())
                    .delete();
        } catch (KubernetesClientException failure) {
            throw KeysUnavailableException.because(
                    "delete the Secret " + full(secret.getMetadata().getName()), namespace, failure);
        }
    }

    /** How a key is kept: without an owner, so that nothing collects it, and immutable. */
    static Secret secret(
            KeyPurpose purpose,
            String namespace,
            String name,
            byte[] key,
            Map<String, String> labels,
            Instant created) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels(Names.KEY_PURPOSE, purpose.label())
                .addToLabels(labels)
                .addToAnnotations(KEPT)
                .addToAnnotations(Names.KEY_CREATED_AT, created.toString())
                .endMetadata()
                .withType(Names.GROUP + "/" + purpose.label() + "-key")
                .withImmutable(true)
                .addToData(purpose.dataKey(), Base64.getEncoder().encodeToString(key))
                .build();
    }

    /** The key in a Secret; empty when there is none, or it is no base64. */
    static Optional<byte[]> key(KeyPurpose purpose, Secret secret) {
        return Optional.ofNullable(secret.getData())
                .map(data -> data.get(purpose.dataKey()))
                .map(base64 -> Base64.getDecoder().decode(base64));
    }

    private String full(String name) {
        return namespace + "/" + name;
    }
}
