/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentReference;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretOwners;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.gitops.Ownership;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** AgentSecrets as the facade makes them, and how to tell them from those of others. */
final class SecretObjects {

    private SecretObjects() {}

    /**
     * One key of an Agent, with the value sealed. It goes with its Agent.
     *
     * @param owner the very Agent that it belongs to
     * @param acceptedAt RFC 3339
     */
    static AgentSecret of(Agent owner, String key, String sealedValue, List<String> allowedHosts, String acceptedAt) {
        AgentReference reference = new AgentReference();
        reference.setName(owner.getMetadata().getName());
        AgentSecretSpec spec = new AgentSecretSpec();
        spec.setAgentRef(reference);
        spec.setKey(key);
        spec.setSealedValue(sealedValue);
        if (!allowedHosts.isEmpty()) {
            spec.setAllowedHosts(allowedHosts);
        }
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder()
                .withName(AgentSecretNames.nameFor(owner.getMetadata().getName(), key))
                .withNamespace(owner.getMetadata().getNamespace())
                .withFinalizers(Names.FINALIZER)
                .addToAnnotations(Annotations.ACCEPTED_AT, acceptedAt)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .withBlockOwnerDeletion(false)
                        .build())
                .build());
        secret.setSpec(spec);
        return secret;
    }

    /** The time that a value is accepted at: fine enough that the next one has another. */
    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    }

    /** Whether it is there for this Agent: not being deleted, and not left over from a former Agent of the name. */
    static boolean isPresent(AgentSecret secret, Agent agent) {
        return AgentLookup.isPresent(secret)
                && SecretOwners.agents(secret)
                        .allMatch(owner ->
                                owner.getUid().equals(agent.getMetadata().getUid()));
    }

    /** Whether the facade made it for this Agent, and nobody has made something else of it. */
    static boolean isOurs(AgentSecret secret, Agent agent) {
        return acceptedAt(secret).isPresent()
                && secret.getSpec().getSealedValue() != null
                && SecretOwners.agents(secret)
                        .anyMatch(owner ->
                                owner.getUid().equals(agent.getMetadata().getUid()));
    }

    /** When the facade took the value; absent on what others made. */
    static Optional<String> acceptedAt(AgentSecret secret) {
        return Annotations.acceptedAt(secret);
    }

    /**
     * Makes sure that the facade may write what is there for a key.
     *
     * @throws Refusal 409 when it is somebody else's, who does not let this API write it
     */
    static void requireWritable(AgentSecret secret, Agent agent) {
        SecretOwners.maker(secret).ifPresent(maker -> {
            throw ofWholeSecret(secret, maker);
        });
        if (Annotations.allowsApiWrites(secret)) {
            return;
        }
        if (!isOurs(secret, agent)) {
            throw notOurs(secret);
        }
        Ownership.requireWritable(secret);
    }

    /** What the caller is told about a key that a whole Secret gives; the operator would put it back. */
    private static Refusal ofWholeSecret(AgentSecret secret, OwnerReference maker) {
        return Refusal.conflict("the key " + secret.getSpec().getKey() + " comes from the Secret "
                + Optional.ofNullable(secret.getSpec().getValueFrom())
                        .map(source -> source.getSecretKeyRef().getName() + " ")
                        .orElse("")
                + "that spec.secretsFrom of Agent " + secret.getMetadata().getNamespace() + "/" + maker.getName()
                + " names, and not from this API; change the Secret, or leave the key out of spec.secretsFrom");
    }

    /** What the caller is told about a key that is somebody else's. */
    static Refusal notOurs(AgentSecret secret) {
        return Refusal.conflict("the key " + secret.getSpec().getKey() + " is kept by AgentSecret "
                + secret.getMetadata().getNamespace() + "/"
                + secret.getMetadata().getName()
                + Ownership.managerOf(secret)
                        .map(manager -> ", managed by " + manager)
                        .or(() -> ChangeTimes.lastWriter(secret.getMetadata()).map(writer -> ", written by " + writer))
                        .orElse("")
                + ", and not by this API; "
                + Ownership.remedyFor(secret).orElse("change or delete it there")
                + ", or let this API write it by the annotation " + Annotations.API_WRITES + ": \""
                + Annotations.ALLOWED + "\" on it");
    }
}
