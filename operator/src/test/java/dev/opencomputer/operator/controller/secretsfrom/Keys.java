/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretReference;
import dev.opencomputer.operator.api.SecretsSource;
import dev.opencomputer.operator.controller.reporting.Conditions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One Agent that takes whole Secrets, with what is around it. */
final class Keys {

    static final String AGENT = "resolver";
    private static final String UID = "uid-of-the-agent";

    final Agent agent = new Agent();
    final Map<String, SecretKeys> secrets = new HashMap<>();
    final List<AgentSecret> present = new ArrayList<>();

    Keys() {
        agent.setMetadata(new ObjectMetaBuilder()
                .withNamespace("team-a")
                .withName(AGENT)
                .withUid(UID)
                .build());
        agent.setSpec(new AgentSpec());
        agent.getSpec().setSecretsFrom(new ArrayList<>());
    }

    /** An entry of {@code secretsFrom}. */
    static SecretsSource source(String secret, String prefix, List<String> keys) {
        SecretReference reference = new SecretReference();
        reference.setName(secret);
        SecretsSource source = new SecretsSource();
        source.setSecretRef(reference);
        source.setPrefix(prefix);
        source.setKeys(keys);
        return source;
    }

    Keys from(String secret) {
        return from(source(secret, null, null));
    }

    Keys from(SecretsSource source) {
        agent.getSpec().getSecretsFrom().add(source);
        return this;
    }

    Keys has(String secret, String... names) {
        secrets.put(secret, new SecretKeys.Present(Set.of(names)));
        return this;
    }

    Keys lacks(String secret, ConditionReason reason) {
        secrets.put(secret, new SecretKeys.Unusable(reason, "Something is the matter with " + secret + ".", false));
        return this;
    }

    Keys fails(String secret) {
        secrets.put(
                secret,
                new SecretKeys.Unusable(
                        ConditionReason.SECRET_UNREADABLE, "The API server fails to give " + secret + ".", true));
        return this;
    }

    Keys awaits(String secret) {
        secrets.put(secret, new SecretKeys.Awaited());
        return this;
    }

    /** The AgentSecret of a key, as it was made, in sync. */
    AgentSecret made(String key, String secret, String entry) {
        AgentSecret child = Children.of(agent, new WantedKey(key, secret, entry, List.of()));
        child.getMetadata().setUid("uid-of-" + key);
        child.getMetadata().setResourceVersion("100");
        child.getMetadata().setGeneration(1L);
        present.add(child);
        return says(child, ConditionReason.IN_SYNC);
    }

    /** Somebody's own AgentSecret of a key. */
    AgentSecret explicit(String name, String key) {
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder()
                .withNamespace("team-a")
                .withName(name)
                .withUid("uid-of-" + name)
                .withFinalizers(Names.FINALIZER)
                .build());
        secret.setSpec(new AgentSecretSpec());
        secret.getSpec().setKey(key);
        present.add(secret);
        return secret;
    }

    static AgentSecret says(AgentSecret child, ConditionReason reason) {
        AgentSecretStatus status = new AgentSecretStatus();
        status.setObservedGeneration(child.getMetadata().getGeneration());
        status.setStoreId("store");
        status.setConditions(Conditions.of(reason, "why", 1, null, Instant.EPOCH));
        child.setStatus(status);
        return child;
    }

    static AgentSecret goes(AgentSecret secret) {
        secret.getMetadata().setDeletionTimestamp("2026-05-01T10:00:00Z");
        return secret;
    }

    KeysPlan decide(String... refused) {
        return KeysDecision.decide(agent, secrets, present, Set.of(refused), Set.of());
    }

    /** What is done, as {@code Create KEY}. */
    List<String> steps() {
        return decide().steps().stream()
                .map(step -> step.getClass().getSimpleName() + " "
                        + step.child().getSpec().getKey())
                .toList();
    }

    /** What is wrong, as {@code secret/KEY: Reason}. */
    List<String> troubles() {
        return decide().troubles().stream()
                .map(trouble -> trouble.secret()
                        + trouble.key().map(key -> "/" + key).orElse("") + ": "
                        + trouble.reason().value())
                .toList();
    }

    KeysReport report() {
        return KeysReport.of(AGENT, decide(), false);
    }
}
