/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.wire.Json;
import java.util.List;

/** Agent records over HTTP. */
final class HttpAgents implements Agents {

    private static final String PATH = "/v1/agents";

    private final Calls calls;
    private final Server server;
    private final AnswerReading reading;

    HttpAgents(Calls calls, Server server, AnswerReading reading) {
        this.calls = calls;
        this.server = server;
        this.reading = reading;
    }

    @Override
    public List<ListedAgent> list() throws OpenComputerException {
        return calls.make(server, Call.of(Operation.LIST_AGENTS, "agents", PATH, reading::agents));
    }

    @Override
    public AgentRecord get(AgentId id) throws OpenComputerException {
        return calls.make(server, Call.of(Operation.GET_AGENT, named(id), path(id), same(id)));
    }

    @Override
    public AgentRecord create(AgentId id, RecordContent content) throws OpenComputerException {
        ObjectNode request = Json.MAPPER.createObjectNode().put("id", id.value());
        request.setAll(content.toJson());
        return calls.make(server, Call.of(Operation.CREATE_AGENT, named(id), PATH, request, same(id)));
    }

    @Override
    public AgentRecord patch(AgentId id, ObjectNode mergePatch) throws OpenComputerException {
        return calls.make(server, Call.of(Operation.PATCH_AGENT, named(id), path(id), mergePatch, same(id)));
    }

    @Override
    public void delete(AgentId id) throws OpenComputerException {
        calls.make(server, Call.of(Operation.DELETE_AGENT, named(id), path(id), HttpSecretStores::anything));
    }

    private Call.Reader<AgentRecord> same(AgentId asked) {
        return body -> {
            AgentRecord answered = reading.agent(body);
            if (!answered.id().equals(asked)) {
                throw new NotAsAgreedException("another agent than the one asked for");
            }
            return answered;
        };
    }

    private static String named(AgentId id) {
        return "agent " + id;
    }

    private static String path(AgentId id) {
        return PATH + "/" + id;
    }
}
