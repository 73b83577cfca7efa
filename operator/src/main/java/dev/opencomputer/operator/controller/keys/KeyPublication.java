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
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ConfigMap from which everybody takes the public keys. */
final class KeyPublication {

    private static final Logger LOG = LoggerFactory.getLogger(KeyPublication.class);

    /** The API server's answer to a write that its rules for the kind do not allow. */
    private static final int UNPROCESSABLE = 422;

    private static final int TOO_LARGE = HttpURLConnection.HTTP_ENTITY_TOO_LARGE;

    private final KubernetesClient client;
    private final String namespace;
    private final WriteContest contest;

    /**
     * Reads nothing yet.
     *
     * @param nanos tells how much time goes by
     */
    KeyPublication(KubernetesClient client, String namespace, LongSupplier nanos) {
        this.client = client;
        this.namespace = namespace;
        this.contest = new WriteContest(nanos);
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
     * @throws KeysUnavailableException when it is refused; also, once it is written or instead, when something else undoes that
     *     again and again
     */
    void write(Optional<ConfigMap> present, Publication wanted) throws KeysUnavailableException {
        if (contest.holdsBack(wanted) || (put(present, wanted) && contest.isAbout(wanted))) {
            throw contested();
        }
    }

    /** Says that something else writes it. */
    KeysUnavailableException contested() {
        return new KeysUnavailableException("The ConfigMap " + name() + " is written by something else again and again."
                + " Find out what writes it (kubectl get -o yaml --show-managed-fields): it is the operator's.");
    }

    private boolean put(Optional<ConfigMap> present, Publication wanted) throws KeysUnavailableException {
        boolean immutable = present.map(ConfigMap::getImmutable)
                .filter(Boolean.TRUE::equals)
                .isPresent();
        try {
            if (present.isEmpty()) {
                var unused = client.resource(ours(wanted)).create();
            } else {
                update(present.get(), wanted, immutable);
            }
            LOG.info(
                    "Published {} sealing keys in the ConfigMap {}; {} is the current one",
                    wanted.keys().size(),
                    name(),
                    wanted.current().orElse("none"));
            contest.wrote(wanted);
            return true;
        } catch (KubernetesClientException failure) {
            boolean goneSince = present.isPresent() && failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
            if (immutable && failure.getCode() == UNPROCESSABLE) {
                throw new KeysUnavailableException(
                        "The ConfigMap " + name() + " was made immutable, so that the operator"
                                + " cannot publish its sealing keys. Delete it, and the operator publishes them anew.");
            }
            if (!goneSince && failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw KeysUnavailableException.because(
                        "publish its sealing keys in the ConfigMap " + name(), namespace, failure);
            }
            return false;
        }
    }

    /** What others have put there may be too much, or contradict what is ours: then it goes. */
    private void update(ConfigMap present, Publication wanted, boolean immutable) {
        try {
            var unused = client.resource(withOthers(present, wanted)).update();
        } catch (KubernetesClientException refusal) {
            if (immutable || (refusal.getCode() != UNPROCESSABLE && refusal.getCode() != TOO_LARGE)) {
                throw refusal;
            }
            ConfigMap alone = ours(wanted);
            alone.getMetadata().setResourceVersion(present.getMetadata().getResourceVersion());
            var unused = client.resource(alone).update();
            LOG.warn("Took all off the ConfigMap {} that is not the operator's: it was in the way of the keys", name());
        }
    }

    /** Keys are in the data alone; with the same name elsewhere in the ConfigMap it would be refused. */
    private static ConfigMap withOthers(ConfigMap present, Publication wanted) {
        Map<String, String> annotations = new TreeMap<>(wanted.annotations());
        Optional.ofNullable(present.getMetadata().getAnnotations())
                .orElse(Map.of())
                .forEach((annotation, value) -> {
                    if (!Publication.isOurs(annotation)) {
                        annotations.put(annotation, value);
                    }
                });
        return new ConfigMapBuilder(present)
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .withData(wanted.keys())
                .withBinaryData(null)
                .build();
    }

    private ConfigMap ours(Publication wanted) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(Names.PUBLIC_SEALING_KEYS)
                .withAnnotations(wanted.annotations())
                .endMetadata()
                .withData(wanted.keys())
                .build();
    }

    String name() {
        return namespace + "/" + Names.PUBLIC_SEALING_KEYS;
    }
}
