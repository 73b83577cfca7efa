/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.sealing;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.Retries;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.PublishedKeys;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator publishes for everybody: the key to seal with, and which cluster this is. */
public final class OperatorPublication implements Sealing {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorPublication.class);

    private static final Duration NEXT_LOOK = Duration.ofSeconds(5);

    /** A key that is not trusted becomes so when somebody has looked into it. */
    private static final Duration NEXT_LOOK_BY_A_PERSON = Duration.ofMinutes(1);

    private static final String NOT_LOOKED = "nobody has looked for one yet";

    private final KubernetesClient client;
    private final String operatorNamespace;
    private final Set<SealingKeyId> trusted;
    private volatile String clusterId = "";
    private volatile String unusable = NOT_LOOKED;

    /**
     * Reads with the facade's own rights what the operator of a namespace publishes there.
     *
     * @param trusted the keys that values may be sealed with; none for whichever is published
     */
    public OperatorPublication(KubernetesClient client, String operatorNamespace, Set<SealingKeyId> trusted) {
        this.client = client;
        this.operatorNamespace = operatorNamespace;
        this.trusted = Set.copyOf(trusted);
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

    /** Why no value can be sealed, as it was when somebody looked last; absent when one can. It never waits. */
    public Optional<String> unusable() {
        return Optional.of(unusable).filter(why -> !why.isEmpty());
    }

    /** Read for each value, so that a renewed key is used from its first moment. */
    private PublicSealingKey current() {
        PublicSealingKey key = note(published())
                .orElseThrow(() -> Refusal.unavailable(
                        "no public sealing key is published yet in ConfigMap " + operatorNamespace + "/"
                                + Names.PUBLIC_SEALING_KEYS + "; the operator does so when it starts",
                        NEXT_LOOK));
        if (!isTrusted(key)) {
            throw Refusal.unavailable(
                    "the sealing key that is published, " + key.id()
                            + ", is none of those that are trusted here, so no value is taken; ask whoever runs this API",
                    NEXT_LOOK_BY_A_PERSON);
        }
        return key;
    }

    /** What stands in the way of reading what is published; nothing when it can be read, or is not there yet. */
    public Optional<String> obstacle() {
        try {
            var unused = note(read());
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

    private boolean isTrusted(PublicSealingKey key) {
        return trusted.isEmpty() || trusted.contains(key.id());
    }

    /** Remembers what was read, and gives the key to seal with, which may be one that is not trusted. */
    private Optional<PublicSealingKey> note(Optional<ConfigMap> published) {
        published.flatMap(found -> annotation(found, Annotations.CLUSTER_ID)).ifPresent(id -> clusterId = id);
        if (published.isEmpty()) {
            unusable = "no public sealing key is published";
            return Optional.empty();
        }
        try {
            PublicSealingKey key = PublishedKeys.current(
                    Optional.ofNullable(published.get().getData()).orElse(Map.of()),
                    annotation(published.get(), Names.CURRENT_KEY));
            tell(isTrusted(key) ? "" : "the published sealing key " + key.id() + " is none of the trusted ones");
            return Optional.of(key);
        } catch (IllegalArgumentException e) {
            tell("of the published sealing keys, " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Each trouble once, however often it is met. */
    private void tell(String why) {
        if (!why.isEmpty() && !why.equals(unusable)) {
            LOG.error(
                    "No value is taken: {}. Where the operator has renewed its key, --trusted-sealing-keys has to name the new"
                            + " one; else somebody has put one of their own there, and the operator puts it right when it"
                            + " runs.",
                    why);
        }
        unusable = why;
    }

    private static Optional<String> annotation(ConfigMap published, String name) {
        return Optional.ofNullable(published.getMetadata().getAnnotations()).map(all -> all.get(name));
    }
}
