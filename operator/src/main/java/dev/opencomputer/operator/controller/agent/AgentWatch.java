/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.Returns;
import dev.opencomputer.operator.controller.scheduling.Triggers;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Follows what the watch of Agents tells beside the Agent's own reconcile: when a question about an object arose, and
 * who takes over an id whose holder has gone.
 */
final class AgentWatch extends AbstractEventSource<Agent, Agent> implements ResourceEventAware<Agent> {

    private final AgentMemory memory;
    private final Returns returns = Returns.soon();
    private final IdHolders holders;
    private final Organisations organisations;
    private final Function<Agent, AgentKey> keyOf;
    private volatile Consumer<Agent> follower = agent -> {};

    AgentWatch(AgentMemory memory, IdHolders holders, Organisations organisations, Function<Agent, AgentKey> keyOf) {
        super(Agent.class, "agent-watch");
        this.memory = memory;
        this.holders = holders;
        this.organisations = organisations;
        this.keyOf = keyOf;
    }

    /** Calls somebody whenever an Agent comes, goes, or has another {@link AgentState}. */
    void follow(Consumer<Agent> changed) {
        this.follower = changed;
    }

    /** The end of one is being worked on: another one may be there under its name by now. */
    void ends(Agent agent, Function<ResourceID, Optional<Agent>> cache) {
        returns.look(ResourceID.fromResource(agent), cache, getEventHandler());
    }

    /** Has an Agent reconciled as a whole. */
    void wake(Agent agent) {
        memory.of(agent).call();
        wakeForKeys(agent);
    }

    /** Has an Agent reconciled for the keys of whole Secrets alone. */
    void wakeForKeys(Agent agent) {
        getEventHandler().handleEvent(new Event(ResourceID.fromResource(agent)));
    }

    /** One of the Secrets changed that the Agent takes keys from. */
    void secretChanged(Agent agent, String secret) {
        memory.of(agent).children().changed(secret);
        wakeForKeys(agent);
    }

    /** An AgentSecret that names the Agent came, went or was changed. */
    void agentSecretChanged(Agent agent, AgentSecret secret, boolean gone) {
        if (gone) {
            memory.of(agent).children().gone(secret);
        }
        wakeForKeys(agent);
    }

    /** Has Agents reconciled. */
    void wake(Stream<Agent> agents) {
        agents.forEach(this::wake);
    }

    /** Has every Agent reconciled that waits for its next try. */
    void wakeThoseInBackOff() {
        memory.callThoseInBackOff().forEach(waiting -> getEventHandler().handleEvent(new Event(waiting)));
    }

    @Override
    public void onResourceCreated(Agent agent) {
        memory.of(agent).seen();
        organisations.note(agent);
        tell(agent);
    }

    @Override
    public void onResourceUpdated(Agent now, Agent before) {
        organisations.note(now);
        if (now.isMarkedForDeletion() && !before.isMarkedForDeletion()) {
            memory.of(now).seen();
        }
        if (Triggers.concernsUs(now, before)) {
            memory.of(now).call();
        }
        boolean letGo = IdHolders.wasLetGo(now) && !IdHolders.wasLetGo(before);
        boolean withdrew = hasClaim(before) && !hasClaim(now);
        if (letGo || withdrew) {
            handOver(before);
        }
        if (letGo || !AgentState.of(now).equals(AgentState.of(before))) {
            tell(now);
        }
    }

    @Override
    public void onResourceDeleted(Agent agent) {
        handOver(agent);
        tell(agent);
    }

    private static boolean hasClaim(Agent agent) {
        return agent.getStatus() != null && agent.getStatus().getId() != null;
    }

    /** The Agent no longer acts for its id: those who wait for that find out who is next. */
    private void handOver(Agent agent) {
        holders.forget(agent, keyOf.apply(agent));
        for (Agent waiting : holders.rivals(agent, keyOf.apply(agent))) {
            wake(waiting);
        }
    }

    private void tell(Agent agent) {
        follower.accept(agent);
    }

    @Override
    public Set<Agent> getSecondaryResources(Agent primary) {
        return Set.of();
    }
}
