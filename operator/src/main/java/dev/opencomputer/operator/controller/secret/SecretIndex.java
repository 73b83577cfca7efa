/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ValueSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds AgentSecrets in the watch's own cache by what they refer to. */
final class SecretIndex {

    private static final String BY_AGENT = "agent";
    private static final String BY_KEY = "key";
    private static final String BY_SECRET = "secret";

    private final IndexerResourceCache<AgentSecret> cache;

    SecretIndex(IndexerResourceCache<AgentSecret> cache) {
        this.cache = cache;
        cache.addIndexers(Map.of(
                BY_AGENT, secret -> List.of(agent(secret)),
                BY_KEY, secret -> List.of(agent(secret) + "/" + secret.getSpec().getKey()),
                BY_SECRET, secret -> source(secret).map(List::of).orElse(List.of())));
    }

    /** All of them. */
    List<AgentSecret> all() {
        return cache.list().toList();
    }

    /** Those of one Agent. */
    List<AgentSecret> ofAgent(String namespace, String agent) {
        return cache.byIndex(BY_AGENT, namespace + "/" + agent);
    }

    /** Those that name the same key of the same Agent, the given one too. */
    List<AgentSecret> withSameKey(AgentSecret secret) {
        return cache.byIndex(BY_KEY, agent(secret) + "/" + secret.getSpec().getKey());
    }

    /** Those that take their value from one Secret. */
    List<AgentSecret> from(String namespace, String secret) {
        return cache.byIndex(BY_SECRET, namespace + "/" + secret);
    }

    private static String agent(AgentSecret secret) {
        return secret.getMetadata().getNamespace() + "/"
                + secret.getSpec().getAgentRef().getName();
    }

    private static Optional<String> source(AgentSecret secret) {
        return Optional.ofNullable(secret.getSpec().getValueFrom())
                .map(ValueSource::getSecretKeyRef)
                .map(reference -> secret.getMetadata().getNamespace() + "/" + reference.getName());
    }
}
