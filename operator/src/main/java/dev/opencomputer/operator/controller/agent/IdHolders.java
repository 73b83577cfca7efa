/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Who holds an id: the Agent whose claim is recorded; among those without a claim the one that began to act as holder
 * in this process, else the oldest.
 */
final class IdHolders {

    private static final String BY_ID = "id";

    private static final Comparator<Agent> OLDEST = Comparator.<Agent, String>comparing(
                    agent -> agent.getMetadata().getCreationTimestamp())
            .thenComparing(agent -> agent.getMetadata().getNamespace())
            .thenComparing(agent -> agent.getMetadata().getName());

    private final Function<String, List<Agent>> byId;
    private final Function<Agent, String> connectionOf;

    /** From the key to the UID of the Agent that acts on it without a recorded claim yet. */
    private final Map<AgentKey, String> acting = new ConcurrentHashMap<>();

    /**
     * Looks Agents up.
     *
     * @param byId all Agents with an id
     * @param connectionOf the name of an Agent's connection
     */
    IdHolders(Function<String, List<Agent>> byId, Function<Agent, String> connectionOf) {
        this.byId = byId;
        this.connectionOf = connectionOf;
    }

    /** A look-up in the watch's own cache, which is made to index ids. */
    static Function<String, List<Agent>> index(IndexerResourceCache<Agent> cache) {
        cache.addIndexers(Map.of(BY_ID, agent -> List.of(agent.effectiveId())));
        return id -> cache.byIndex(BY_ID, id);
    }

    /** The Agent that holds the id, unless it is this one, which from then on acts as its holder. */
    synchronized Optional<Agent> otherHolder(Agent agent, AgentKey key) {
        List<Agent> rivals = rivals(agent, key);
        if (rivals.isEmpty()) {
            acting.put(key, uid(agent));
            return Optional.empty();
        }
        Optional<Agent> holder = holder(agent, rivals, key);
        if (holder.isEmpty()) {
            acting.put(key, uid(agent));
        }
        return holder;
    }

    private Optional<Agent> holder(Agent agent, List<Agent> rivals, AgentKey key) {
        boolean claimed = hasClaim(agent, key);
        List<Agent> claimants =
                rivals.stream().filter(rival -> hasClaim(rival, key)).toList();
        if (claimed || !claimants.isEmpty()) {
            return claimants.stream().min(OLDEST).filter(rival -> !claimed || OLDEST.compare(rival, agent) < 0);
        }
        String actor = acting.get(key);
        if (uid(agent).equals(actor)) {
            return Optional.empty();
        }
        return rivals.stream()
                .filter(rival -> uid(rival).equals(actor))
                .findFirst()
                .or(() -> rivals.stream().min(OLDEST).filter(rival -> OLDEST.compare(rival, agent) < 0));
    }

    /**
     * Whether an Agent is being deleted and was let go of: our finalizer is gone, and only somebody else's still keeps
     * the object.
     */
    static boolean wasLetGo(Agent agent) {
        return agent.isMarkedForDeletion() && !agent.hasFinalizer(Names.FINALIZER);
    }

    /** The other Agents that name the same id on the same connection, but for those that were let go of. */
    List<Agent> rivals(Agent agent, AgentKey key) {
        return byId.apply(key.id().value()).stream()
                .filter(other -> !uid(other).equals(uid(agent)) && !wasLetGo(other))
                .filter(other -> connectionOf.apply(other).equals(key.connection()))
                .toList();
    }

    /** Forgets an Agent that is gone. */
    void forget(Agent agent, AgentKey key) {
        acting.remove(key, uid(agent));
    }

    private static boolean hasClaim(Agent agent, AgentKey key) {
        return agent.getStatus() != null
                && key.id().value().equals(agent.getStatus().getId());
    }

    private static String uid(Agent agent) {
        return agent.getMetadata().getUid();
    }
}
