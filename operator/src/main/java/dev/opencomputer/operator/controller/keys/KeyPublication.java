/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ConfigMap from which everybody takes the public keys, kept as the private keys at hand want it. It says which
 * cluster this is, too.
 */
final class KeyPublication {

    private static final Logger LOG = LoggerFactory.getLogger(KeyPublication.class);

    /** How often somebody else may write the ConfigMap between our read and our write. */
    private static final int ATTEMPTS = 5;

    private final KubernetesClient client;
    private final String namespace;

    KeyPublication(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * Publishes exactly the public halves of these keys: a public key whose private half nobody has would seal values
     * for nobody, or for a stranger. Writes nothing when all is right.
     *
     * @return the key to seal with
     */
    SealingKeyId publish(Collection<StoredKey> keys) throws KeysUnavailableException {
        Optional<String> cluster = ClusterIdentity.read(client);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Optional<SealingKeyId> current = attempt(keys, cluster);
                if (current.isPresent()) {
                    return current.get();
                }
            } catch (KubernetesClientException failure) {
                throw KeysUnavailableException.because(
                        "publish its sealing keys in the ConfigMap " + name(), namespace, failure);
            }
        }
        throw new KeysUnavailableException("The ConfigMap " + name()
                + " is written by something else at each try. Find out what writes it: it is the operator's.");
    }

    /** The current key, once all is right; empty when somebody else was faster. */
    private Optional<SealingKeyId> attempt(Collection<StoredKey> keys, Optional<String> cluster) {
        Optional<ConfigMap> present = Optional.ofNullable(client.configMaps()
                .inNamespace(namespace)
                .withName(Names.PUBLIC_SEALING_KEYS)
                .get());
        Map<String, String> data = new TreeMap<>();
        keys.forEach(
                stored -> data.put(stored.id().value(), stored.key().publicKey().base64()));
        SealingKeyId current = present.flatMap(KeyPublication::currentKey)
                .filter(data::containsKey)
                .map(SealingKeyId::new)
                .orElseGet(() -> newest(keys));
        Map<String, String> annotations = new TreeMap<>(Map.of(Names.CURRENT_KEY, current.value()));
        cluster.ifPresent(id -> annotations.put(Annotations.CLUSTER_ID, id));
        if (present.filter(map -> isRight(map, data, annotations)).isPresent()) {
            return Optional.of(current);
        }
        // What others have put on the object stays; the resource version sees to it that nothing newer is overwritten.
        ConfigMap wanted = present.map(ConfigMapBuilder::new)
                .orElseGet(() -> new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(Names.PUBLIC_SEALING_KEYS)
                        .endMetadata())
                .editMetadata()
                .addToAnnotations(annotations)
                .endMetadata()
                .withData(data)
                .build();
        try {
            if (present.isPresent()) {
                client.resource(wanted).update();
            } else {
                client.resource(wanted).create();
            }
            LOG.info(
                    "Published {} sealing keys in the ConfigMap {}; {} is the current one",
                    data.size(),
                    name(),
                    current);
            return Optional.of(current);
        } catch (KubernetesClientException failure) {
            boolean goneSince = present.isPresent() && failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
            if (goneSince || failure.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static boolean isRight(ConfigMap map, Map<String, String> data, Map<String, String> annotations) {
        return data.equals(map.getData())
                && map.getMetadata().getAnnotations() != null
                && map.getMetadata().getAnnotations().entrySet().containsAll(annotations.entrySet());
    }

    private static Optional<String> currentKey(ConfigMap map) {
        return Optional.ofNullable(map.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Names.CURRENT_KEY));
    }

    private static SealingKeyId newest(Collection<StoredKey> keys) {
        return Collections.max(keys, StoredKey.BY_AGE).id();
    }

    private String name() {
        return namespace + "/" + Names.PUBLIC_SEALING_KEYS;
    }
}
