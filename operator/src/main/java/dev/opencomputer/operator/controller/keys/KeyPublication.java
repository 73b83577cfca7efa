/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ConfigMap from which everybody takes the public keys. */
final class KeyPublication {

    private static final Logger LOG = LoggerFactory.getLogger(KeyPublication.class);

    /** The API server's answer to a write that its rules for the kind do not allow. */
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final String namespace;

    KeyPublication(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** The ConfigMap as it is; absent when there is none. */
    Optional<ConfigMap> read() throws KeysUnavailableException {
        try {
            return Optional.ofNullable(client.configMaps()
                    .inNamespace(namespace)
                    .withName(Names.PUBLIC_SEALING_KEYS)
                    .get());
        } catch (KubernetesClientException failure) {
            throw KeysUnavailableException.because("read the ConfigMap " + name(), namespace, failure);
        }
    }

    /**
     * Writes it, unless somebody else has since it was read. What others have put on the object stays.
     *
     * @param present as it was read
     * @param wanted what it says then
     */
    void write(Optional<ConfigMap> present, Publication wanted) throws KeysUnavailableException {
        Map<String, String> annotations = new TreeMap<>(wanted.annotations());
        present.map(map -> map.getMetadata().getAnnotations()).orElse(Map.of()).forEach((annotation, value) -> {
            if (!Publication.isOurs(annotation)) {
                annotations.put(annotation, value);
            }
        });
        ConfigMap next = present.map(ConfigMapBuilder::new)
                .orElseGet(() -> new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(Names.PUBLIC_SEALING_KEYS)
                        .endMetadata())
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .withData(wanted.keys())
                .build();
        try {
            if (present.isPresent()) {
                client.resource(next).update();
            } else {
                client.resource(next).create();
            }
            LOG.info(
                    "Published {} sealing keys in the ConfigMap {}; {} is the current one",
                    wanted.keys().size(),
                    name(),
                    wanted.current().orElse("none"));
        } catch (KubernetesClientException failure) {
            boolean goneSince = present.isPresent() && failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
            if (present.filter(map -> Boolean.TRUE.equals(map.getImmutable())).isPresent()
                    && failure.getCode() == UNPROCESSABLE) {
                throw new KeysUnavailableException(
                        "The ConfigMap " + name() + " was made immutable, so that the operator"
                                + " cannot publish its sealing keys. Delete it, and the operator publishes them anew.");
            }
            if (!goneSince && failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw KeysUnavailableException.because(
                        "publish its sealing keys in the ConfigMap " + name(), namespace, failure);
            }
        }
    }

    String name() {
        return namespace + "/" + Names.PUBLIC_SEALING_KEYS;
    }
}
