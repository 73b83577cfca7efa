/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.sealing;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.Retries;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.PublishedKeys;
import dev.opencomputer.operator.seal.SealingPlace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator publishes for everybody: the key to seal with, and which cluster this is. */
public final class OperatorPublication implements Sealing {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorPublication.class);

    private static final Duration NEXT_LOOK = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final String operatorNamespace;
    private volatile String clusterId = "";

    /** Reads with the facade's own rights what the operator of a namespace publishes there. */
    public OperatorPublication(KubernetesClient client, String operatorNamespace) {
        this.client = client;
        this.operatorNamespace = operatorNamespace;
    }

    @Override
    public String seal(String namespace, String agent, String key, byte[] value) {
        return together().seal(namespace, agent, key, value);
    }

    @Override
    public Sealing together() {
        PublicSealingKey sealingKey = current();
        return (namespace, agent, key, value) ->
                sealingKey.seal(new SealingPlace(namespace, agent, key), value).text();
    }

    /** Which cluster this is, as it was last read; absent until then. It never waits for the API server. */
    public Optional<String> clusterId() {
        return Optional.of(clusterId).filter(id -> !id.isEmpty());
    }

    /** Read for each call, so that a renewed key is used from its first moment. */
    private PublicSealingKey current() {
        Optional<ConfigMap> published = published();
        noteClusterId(published);
        return published
                .flatMap(OperatorPublication::currentKey)
                .orElseThrow(() -> Refusal.unavailable(
                        "no public sealing key is published yet in ConfigMap " + operatorNamespace + "/"
                                + Names.PUBLIC_SEALING_KEYS + "; the operator does so when it starts",
                        NEXT_LOOK));
    }

    /** What stands in the way of reading what is published; nothing when it can be read, or is not there yet. */
    public Optional<String> obstacle() {
        try {
            noteClusterId(read());
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(
                    e.getCode() > 0
                            ? "asked for ConfigMap " + operatorNamespace + "/" + Names.PUBLIC_SEALING_KEYS
                                    + " it answered " + e.getCode()
                            : "it did not answer at " + client.getMasterUrl());
        }
    }

    private Optional<ConfigMap> read() {
        return Retries.whenBusy(() -> Optional.ofNullable(client.configMaps()
                .inNamespace(operatorNamespace)
                .withName(Names.PUBLIC_SEALING_KEYS)
                .get()));
    }

    private Optional<ConfigMap> published() {
        try {
            return read();
        } catch (KubernetesClientException e) {
            LOG.warn("ConfigMap {}/{} cannot be read: {}", operatorNamespace, Names.PUBLIC_SEALING_KEYS, e.toString());
            throw Refusal.unavailable("the public sealing key cannot be read; try again", NEXT_LOOK);
        }
    }

    private static Optional<PublicSealingKey> currentKey(ConfigMap published) {
        try {
            return Optional.of(PublishedKeys.current(
                    Optional.ofNullable(published.getData()).orElse(Map.of()),
                    annotation(published, Names.CURRENT_KEY)));
        } catch (IllegalArgumentException e) {
            LOG.error("The published sealing keys cannot be used: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void noteClusterId(Optional<ConfigMap> published) {
        published.flatMap(found -> annotation(found, Annotations.CLUSTER_ID)).ifPresent(id -> clusterId = id);
    }

    private static Optional<String> annotation(ConfigMap published, String name) {
        return Optional.ofNullable(published.getMetadata().getAnnotations()).map(all -> all.get(name));
    }
}
