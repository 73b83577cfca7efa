/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Supplier;

/** Changes and deletes Agents. */
final class AgentChanges {

    /** The operator alone writes an object several times within a second after a change. */
    private static final int MOST_ATTEMPTS = 10;

    private final ResourceAccess<Agent> agents;
    private final AgentLookup lookup;

    AgentChanges(CallerAccess access) {
        this.agents = access.agents();
        this.lookup = new AgentLookup(agents);
    }

    /** Carries out a merge patch (RFC 7396) as one write: the API server merges it into the version that was read. */
    Agent patch(String id, ObjectNode change) {
        ObjectNode patch = Json.MAPPER.createObjectNode();
        patch.set("spec", Renaming.toResource(change, AgentFields.CHANGE));
        return again(() -> {
            Agent agent = lookup.get(id);
            return change.isEmpty() ? agent : agents.patch(agent, patch);
        });
    }

    /** Deletes the agent; from then on it is unknown, although the operator may need time. */
    void delete(String id) {
        if (!agents.delete(lookup.get(id))) {
            throw Refusal.notFound("agent not found: " + id);
        }
    }

    /** Reads and writes again when somebody else was faster. */
    static <R> R again(Supplier<R> write) {
        for (int attempt = 1; ; attempt++) {
            try {
                return write.get();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
