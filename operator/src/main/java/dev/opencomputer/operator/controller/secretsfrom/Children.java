/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentReference;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.api.SecretOwners;
import dev.opencomputer.operator.api.ValueSource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Optional;

/** The AgentSecrets that are made for an Agent's {@code secretsFrom}, and how to tell them from those of others. */
final class Children {

    private Children() {}

    /** The AgentSecret for one key. It goes with its Agent. */
    static AgentSecret of(Agent agent, WantedKey wanted) {
        String name = agent.getMetadata().getName();
        String uid = agent.getMetadata().getUid();
        AgentSecret child = new AgentSecret();
        child.setMetadata(new ObjectMetaBuilder()
                .withName(AgentSecretNames.nameOfMade(name, uid, wanted.key()))
                .withNamespace(agent.getMetadata().getNamespace())
                // Its own reconcile would set it, by a write more.
                .withFinalizers(Names.FINALIZER)
                .addToLabels(Names.SECRETS_FROM, name)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(agent.getApiVersion())
                        .withKind(agent.getKind())
                        .withName(name)
                        .withUid(uid)
                        .withController(true)
                        .withBlockOwnerDeletion(false)
                        .build())
                .build());
        child.setSpec(spec(name, wanted));
        return child;
    }

    private static AgentSecretSpec spec(String agent, WantedKey wanted) {
        AgentReference reference = new AgentReference();
        reference.setName(agent);
        SecretKeyReference entry = new SecretKeyReference();
        entry.setName(wanted.secret());
        entry.setKey(wanted.entry());
        ValueSource valueFrom = new ValueSource();
        valueFrom.setSecretKeyRef(entry);
        AgentSecretSpec spec = new AgentSecretSpec();
        spec.setAgentRef(reference);
        spec.setKey(wanted.key());
        spec.setValueFrom(valueFrom);
        spec.setAllowedHosts(wanted.hosts().isEmpty() ? null : wanted.hosts());
        return spec;
    }

    /** Whether it was made for this very Agent. */
    static boolean isOf(Agent agent, AgentSecret secret) {
        return SecretOwners.maker(secret)
                .filter(owner -> owner.getUid().equals(agent.getMetadata().getUid()))
                .isPresent();
    }

    /** Whether it waits for its end together with a former Agent of the name. */
    static boolean isOfFormer(Agent agent, AgentSecret secret) {
        return SecretOwners.agents(secret)
                .anyMatch(owner -> owner.getName().equals(agent.getMetadata().getName())
                        && !owner.getUid().equals(agent.getMetadata().getUid()));
    }

    /** Whether one says what is wanted, and nothing else. */
    static boolean says(AgentSecret child, WantedKey wanted) {
        return says(child, spec(child.getSpec().getAgentRef().getName(), wanted));
    }

    /** Whether one says what one that is made says, and nothing else. */
    static boolean says(AgentSecret child, AgentSecretSpec wanted) {
        AgentSecretSpec spec = child.getSpec();
        SecretKeyReference entry = wanted.getValueFrom().getSecretKeyRef();
        return source(child)
                        .filter(source -> source.getName().equals(entry.getName())
                                && source.getKey().equals(entry.getKey()))
                        .isPresent()
                && hosts(spec).equals(hosts(wanted))
                && spec.getSealedValue() == null
                && spec.getMaxAge() == null
                && spec.getDeletionPolicy() == null;
    }

    private static List<String> hosts(AgentSecretSpec spec) {
        return Optional.ofNullable(spec.getAllowedHosts()).orElse(List.of());
    }

    /** The entry that it takes its value from. */
    static Optional<SecretKeyReference> source(AgentSecret child) {
        return Optional.ofNullable(child.getSpec().getValueFrom()).map(ValueSource::getSecretKeyRef);
    }
}
