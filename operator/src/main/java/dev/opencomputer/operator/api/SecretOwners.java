/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;
import java.util.stream.Stream;

/** Which Agents an AgentSecret belongs to, by its owner references: it goes with each of them. */
public final class SecretOwners {

    private SecretOwners() {}

    /**
     * The Agents that own an AgentSecret.
     *
     * @param secret an AgentSecret
     * @return their references
     */
    public static Stream<OwnerReference> agents(HasMetadata secret) {
        return secret.getMetadata().getOwnerReferences().stream()
                .filter(owner ->
                        owner.getKind().equals("Agent") && owner.getApiVersion().startsWith(Names.GROUP + "/"));
    }

    /**
     * The Agent whose {@code spec.secretsFrom} an AgentSecret was made for. Label and controller reference are needed both:
     * a label alone comes along with every copy.
     *
     * @param secret an AgentSecret
     * @return the Agent's reference; absent for one that somebody made on his own
     */
    public static Optional<OwnerReference> maker(HasMetadata secret) {
        boolean labelled = secret.getMetadata().getLabels() != null
                && secret.getMetadata().getLabels().containsKey(Names.SECRETS_FROM);
        return agents(secret)
                .filter(owner -> labelled && Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }
}
