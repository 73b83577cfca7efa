/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.body.AgentFields;
import dev.opencomputer.operator.facade.body.Renaming;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.facade.kubernetes.Retries;
import dev.opencomputer.operator.wire.Json;

/** Changes and deletes Agents. */
public final class AgentChanges {

    private final ResourceAccess<Agent> agents;
    private final AgentLookup lookup;

    /** Works with one caller's rights. */
    public AgentChanges(CallerAccess access) {
        this.agents = access.agents();
        this.lookup = new AgentLookup(agents);
    }

    /** Carries out a merge patch (RFC 7396) as one write: the API server merges it into the version that was read. */
    public Agent patch(String id, ObjectNode change) {
        ObjectNode patch = Json.MAPPER.createObjectNode();
        patch.set("spec", Renaming.toResource(change, AgentFields.CHANGE));
        return Retries.whenSomebodyWasFaster(() -> {
            Agent agent = lookup.get(id);
            return change.isEmpty() ? agent : agents.patch(agent, patch);
        });
    }

    /** Deletes the agent; from then on it is unknown, although the operator may need time. */
    public void delete(String id) {
        if (!agents.delete(lookup.get(id))) {
            throw Refusal.notFound("agent not found: " + id);
        }
    }
}
