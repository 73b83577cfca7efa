/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretOwners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which of several AgentSecrets for one key of one Agent holds it: the one that put its value; among several that did,
 * or none, the oldest.
 */
final class KeyHolders {

    private static final Comparator<AgentSecret> FIRST = Comparator.comparing(
                    (AgentSecret secret) -> !SecretStatuses.hasPut(secret))
            .thenComparing(secret -> secret.getMetadata().getCreationTimestamp())
            .thenComparing(secret -> secret.getMetadata().getName());

    private final Function<AgentSecret, List<AgentSecret>> sameKey;

    /** The UIDs of those that were let go of by this process, which the cache may not tell yet. */
    private final Set<String> letGo = ConcurrentHashMap.newKeySet();

    /**
     * Looks AgentSecrets up.
     *
     * @param sameKey all that name the same key of the same Agent, the given one too
     */
    KeyHolders(Function<AgentSecret, List<AgentSecret>> sameKey) {
        this.sameKey = sameKey;
    }

    /** The one that holds the key, unless it is the given one. */
    Optional<AgentSecret> otherHolder(AgentSecret secret, Optional<String> agentUid) {
        return others(secret, agentUid)
                // One that is going and has put nothing has no claim on the key.
                .filter(other -> !other.isMarkedForDeletion() || SecretStatuses.hasPut(other))
                .min(FIRST)
                .filter(other -> FIRST.compare(other, secret) < 0);
    }

    /**
     * Whether somebody waits to put this key once the given one is gone, and will remove it when it is deleted before:
     * it has our finalizer.
     */
    boolean hasSuccessor(AgentSecret secret, Optional<String> agentUid) {
        return others(secret, agentUid)
                .anyMatch(other -> !other.isMarkedForDeletion() && other.hasFinalizer(Names.FINALIZER));
    }

    /**
     * Lets go of one, if that is still right: of two that are deleted together, each would otherwise leave the key to the
     * other.
     *
     * @param still asked while nobody else lets go
     * @return whether it was right
     */
    synchronized boolean letGo(AgentSecret secret, BooleanSupplier still) {
        boolean right = still.getAsBoolean();
        if (right) {
            letGo.add(secret.getMetadata().getUid());
        }
        return right;
    }

    /** Forgets one that is gone. */
    void forget(AgentSecret secret) {
        letGo.remove(secret.getMetadata().getUid());
    }

    /** Those that may take over when the given one is gone. */
    List<AgentSecret> rivals(AgentSecret secret) {
        return sameKey.apply(secret).stream()
                .filter(other -> !sameObject(other, secret))
                .toList();
    }

    private Stream<AgentSecret> others(AgentSecret secret, Optional<String> agentUid) {
        return rivals(secret).stream()
                .filter(other -> !isOfFormerAgent(other, agentUid))
                .filter(other ->
                        !wasLetGo(other) && !letGo.contains(other.getMetadata().getUid()));
    }

    /**
     * Whether an object is being deleted and was let go of: our finalizer is gone, and only somebody else's still keeps
     * it.
     */
    static boolean wasLetGo(AgentSecret secret) {
        return secret.isMarkedForDeletion() && !secret.hasFinalizer(Names.FINALIZER);
    }

    /** Whether an owner reference ties the object to another Agent than the present one of that name. */
    static boolean isOfFormerAgent(AgentSecret secret, Optional<String> agentUid) {
        return SecretOwners.agents(secret)
                .filter(owner ->
                        owner.getName().equals(secret.getSpec().getAgentRef().getName()))
                .map(OwnerReference::getUid)
                .anyMatch(uid -> !Optional.of(uid).equals(agentUid));
    }

    private static boolean sameObject(HasMetadata one, HasMetadata other) {
        return one.getMetadata().getUid().equals(other.getMetadata().getUid());
    }
}
