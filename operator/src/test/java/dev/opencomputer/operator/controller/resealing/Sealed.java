/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import dev.opencomputer.operator.api.AgentReference;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** AgentSecrets with sealed values, and the keys that they are sealed with: an old one and the current one. */
final class Sealed {

    static final PrivateSealingKey OLD = PrivateSealingKey.generate();
    static final PrivateSealingKey CURRENT = PrivateSealingKey.generate();
    static final SealingPlace PLACE = new SealingPlace("team-a", "resolver", "API_KEY");
    static final Duration PERIOD = Duration.ofMinutes(10);
    static final String AGENT_UID = "uid-of-resolver";

    private Sealed() {}

    static Resealing resealing() {
        return resealing(KeyRing.of(List.of(OLD, CURRENT))::open, System::nanoTime);
    }

    static Resealing resealing(BiFunction<String, SealingPlace, Opening> opener, LongSupplier clock) {
        return new Resealing(opener, Sealed::currentKey, Sealed::isFormer, clock, PERIOD);
    }

    static boolean isFormer(SealingKeyId id) {
        return !id.equals(CURRENT.publicKey().id());
    }

    static Optional<PublicSealingKey> currentKey() {
        return Optional.of(CURRENT.publicKey());
    }

    static AgentSecret with(PrivateSealingKey key, String value) {
        return holding(text(key, value));
    }

    static AgentSecret holding(String sealedValue) {
        AgentReference agent = new AgentReference();
        agent.setName(PLACE.agent());
        AgentSecretSpec spec = new AgentSecretSpec();
        spec.setAgentRef(agent);
        spec.setKey(PLACE.key());
        spec.setSealedValue(sealedValue);
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder()
                .withNamespace(PLACE.namespace())
                .withName("api-key")
                .withUid("uid-of-api-key")
                .withResourceVersion("100")
                .withGeneration(2L)
                .build());
        secret.setSpec(spec);
        return secret;
    }

    /** What the facade gives to all that it makes. */
    static AgentSecret marked(AgentSecret secret) {
        secret.getMetadata().getAnnotations().put(Annotations.ACCEPTED_AT, "2026-05-01T10:00:00Z");
        secret.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion(Names.GROUP + "/" + Names.VERSION)
                        .withKind("Agent")
                        .withName(PLACE.agent())
                        .withUid(AGENT_UID)
                        .build()));
        return secret;
    }

    /** With a value in the status that was sealed anew. */
    static AgentSecret resealed(AgentSecret secret, String text) {
        AgentSecretStatus status = new AgentSecretStatus();
        status.setResealedValue(text);
        secret.setStatus(status);
        return secret;
    }

    static String text(PrivateSealingKey key, String value) {
        return key.publicKey()
                .seal(PLACE, value.getBytes(StandardCharsets.UTF_8))
                .text();
    }

    /** What a text holds for the current key, and for no other. */
    static String opened(String text) {
        return new String(
                ((Opening.Opened) KeyRing.of(List.of(CURRENT)).open(text, PLACE)).plaintext(), StandardCharsets.UTF_8);
    }
}
