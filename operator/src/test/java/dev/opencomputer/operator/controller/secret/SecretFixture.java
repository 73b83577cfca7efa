/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentReference;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.api.ValueSource;
import dev.opencomputer.operator.controller.reporting.Conditions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** AgentSecrets as the API server would show them. */
final class SecretFixture {

    static final String BORN = "2026-05-01T10:00:00Z";
    static final String EARLIER = "2026-05-01T09:00:00Z";
    static final String LATER = "2026-05-01T11:00:00Z";
    static final Instant NOW = Instant.parse("2026-05-01T12:00:00.25Z");

    private final AgentSecret secret = new AgentSecret();

    private SecretFixture(String name) {
        secret.setMetadata(new ObjectMetaBuilder()
                .withNamespace("team-a")
                .withName(name)
                .withUid("uid-of-" + name)
                .withResourceVersion("100")
                .withGeneration(1L)
                .withCreationTimestamp(BORN)
                .withAnnotations(new HashMap<>())
                .withFinalizers(Names.FINALIZER)
                .build());
        AgentReference agent = new AgentReference();
        agent.setName(Situation.AGENT);
        AgentSecretSpec spec = new AgentSecretSpec();
        spec.setAgentRef(agent);
        spec.setKey(Situation.KEY.value());
        secret.setSpec(spec);
        from("source", "entry");
    }

    static SecretFixture secret(String name) {
        return new SecretFixture(name);
    }

    static SecretFixture secret() {
        return secret("api-key");
    }

    SecretFixture from(String name, String key) {
        SecretKeyReference reference = new SecretKeyReference();
        reference.setName(name);
        reference.setKey(key);
        ValueSource source = new ValueSource();
        source.setSecretKeyRef(reference);
        secret.getSpec().setValueFrom(source);
        return this;
    }

    SecretFixture sealed(String text) {
        secret.getSpec().setValueFrom(null);
        secret.getSpec().setSealedValue(text);
        return this;
    }

    SecretFixture key(String key) {
        secret.getSpec().setKey(key);
        return this;
    }

    SecretFixture allowing(String... hosts) {
        secret.getSpec().setAllowedHosts(List.of(hosts));
        return this;
    }

    SecretFixture retaining() {
        secret.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN);
        return this;
    }

    SecretFixture born(String time) {
        secret.getMetadata().setCreationTimestamp(time);
        return this;
    }

    SecretFixture generation(long generation) {
        secret.getMetadata().setGeneration(generation);
        return this;
    }

    SecretFixture acceptedAt(String time) {
        return annotated(Annotations.ACCEPTED_AT, time);
    }

    SecretFixture asking(String reconcileAt) {
        return annotated(Annotations.RECONCILE_AT, reconcileAt);
    }

    SecretFixture annotated(String name, String value) {
        secret.getMetadata().getAnnotations().put(name, value);
        return this;
    }

    SecretFixture beingDeleted() {
        secret.getMetadata().setDeletionTimestamp(LATER);
        return this;
    }

    SecretFixture withoutFinalizers() {
        secret.getMetadata().setFinalizers(new ArrayList<>());
        return this;
    }

    /** An owner reference, as the facade writes it for an Agent of this UID. */
    SecretFixture ownedBy(String uid) {
        return ownedBy(Names.GROUP + "/" + Names.VERSION, "Agent", Situation.AGENT, uid);
    }

    SecretFixture ownedBy(String apiVersion, String kind, String name, String uid) {
        secret.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion(apiVersion)
                        .withKind(kind)
                        .withName(name)
                        .withUid(uid)
                        .withBlockOwnerDeletion(false)
                        .build()));
        return this;
    }

    /** The status says that the key was put into a store. */
    SecretFixture put(String store, String digest) {
        status().setAgentId(Situation.ID.value());
        status().setStoreId(store);
        status().setAppliedDigest(digest);
        status().setSetAt(BORN);
        return this;
    }

    SecretFixture put() {
        return put(Situation.STORE.value(), Situation.DIGEST);
    }

    /** The status says since when which value is there. */
    SecretFixture aged(String since, String valueDigest) {
        status().setValueSetAt(since);
        status().setValueDigest(valueDigest);
        return this;
    }

    SecretFixture openedBy(String sealingKeyId) {
        status().setSealingKeyId(sealingKeyId);
        return this;
    }

    SecretFixture accepted(String acceptedAt) {
        status().setAcceptedAt(acceptedAt);
        return this;
    }

    SecretFixture handled(String reconcileAt) {
        status().setLastHandledReconcileAt(reconcileAt);
        return this;
    }

    /** The last verdict, on a generation. */
    SecretFixture judged(ConditionReason reason, long generation) {
        status().setObservedGeneration(generation);
        status().setConditions(
                        Conditions.of(reason, "message of " + reason.value(), generation, null, Instant.parse(BORN)));
        return this;
    }

    AgentSecret get() {
        return secret;
    }

    private AgentSecretStatus status() {
        if (secret.getStatus() == null) {
            secret.setStatus(new AgentSecretStatus());
        }
        return secret.getStatus();
    }
}
