/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.body.AgentFields;
import dev.opencomputer.operator.facade.body.Renaming;
import dev.opencomputer.operator.facade.gitops.Ownership;
import dev.opencomputer.operator.facade.headers.Preconditions;
import dev.opencomputer.operator.facade.kubernetes.Awaited;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess.Deletion;
import dev.opencomputer.operator.facade.kubernetes.Retries;
import dev.opencomputer.operator.wire.Json;
import java.time.Duration;
import java.util.Optional;

/** Changes and deletes Agents. */
public final class AgentChanges {

    private final ResourceAccess<Agent> agents;
    private final AgentLookup lookup;

    /** Works with one caller's rights. */
    public AgentChanges(CallerAccess access) {
        this.agents = access.agents();
        this.lookup = new AgentLookup(agents);
    }

    /**
     * Carries out a merge patch (RFC 7396) as one write: the API server merges it into the version that was read.
     *
     * @param change a PATCH's body
     * @param conditions the versions that the caller means
     * @param wait how long to wait for the operator's word on the change; absent for not at all
     * @throws Refusal when the caller means another version, or the Agent is managed elsewhere
     */
    public Awaited<Agent> patch(String id, ObjectNode change, Preconditions conditions, Optional<Duration> wait) {
        ObjectNode patch = Json.MAPPER.createObjectNode();
        patch.set("spec", Renaming.toResource(change, AgentFields.CHANGE));
        // When somebody was faster, the next look holds the conditions against what he has made of it.
        Agent changed = Retries.whenSomebodyWasFaster(() -> {
            Agent agent = writable(id, conditions);
            return change.isEmpty() ? agent : agents.patch(agent, patch);
        });
        long generation = changed.getMetadata().getGeneration();
        return wait.map(limit -> agents.awaitAsAsked(
                        changed, agent -> AgentState.of(agent).isReported(generation), limit))
                .orElseGet(() -> new Awaited<>(Awaited.End.NOT_WATCHED, changed));
    }

    /**
     * Deletes the agent; from then on it is unknown, although the operator may need time.
     *
     * @param conditions the versions that the caller means
     * @param wait how long to wait until the operator has done its part; absent for not at all
     * @return gone, or still on its way
     * @throws Refusal when the caller means another version, or the Agent is managed elsewhere
     */
    public Awaited<Agent> delete(String id, Preconditions conditions, Optional<Duration> wait) {
        return Retries.whenSomebodyWasFaster(() -> {
            Agent agent = writable(id, conditions);
            Deletion deletion = conditions.isOfVersion() ? agents.deleteUnchanged(agent) : agents.delete(agent);
            return switch (deletion) {
                case ABSENT -> throw Refusal.notFound("agent not found: " + id);
                case GONE -> new Awaited<>(Awaited.End.GONE, agent);
                case LEAVING ->
                    wait.map(limit -> agents.awaitAsAsked(agent, leaving -> false, limit))
                            .orElseGet(() -> new Awaited<>(Awaited.End.NOT_WATCHED, agent));
            };
        });
    }

    private Agent writable(String id, Preconditions conditions) {
        Agent agent = lookup.get(id);
        Ownership.requireWritable(agent);
        conditions.require(AgentView.tag(agent));
        return agent;
    }
}
