/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Agent records, under {@code /v1/agents}. Every call blocks until its answer or deadline. */
public interface Agents {

    /**
     * Every agent of the organisation. Only this answer proves that an agent is not there.
     *
     * @throws OpenComputerException.AgentsApiNotFound when the server has no agents API
     * @throws OpenComputerException when no whole, valid list came back
     */
    List<ListedAgent> list() throws OpenComputerException;

    /**
     * One agent.
     *
     * @throws OpenComputerException.NotFound on 404, which proves nothing
     * @throws OpenComputerException when the call failed otherwise
     */
    AgentRecord get(AgentId id) throws OpenComputerException;

    /**
     * Makes an agent's record.
     *
     * @throws OpenComputerException.Conflict when the id is taken
     * @throws OpenComputerException.AgentsApiNotFound when the server has no agents API
     * @throws OpenComputerException when the call failed otherwise; it may still have been carried out
     */
    AgentRecord create(AgentId id, RecordContent content) throws OpenComputerException;

    /**
     * Changes an agent's record.
     *
     * @param mergePatch a JSON merge patch (RFC 7396); how deep a server merges is not sure, so the answer has to be
     *     compared with what was wanted
     * @throws OpenComputerException when the call failed; it may still have been carried out
     */
    AgentRecord patch(AgentId id, ObjectNode mergePatch) throws OpenComputerException;

    /**
     * Removes an agent's record, its instances and sessions. A return is a positive sign that it is gone.
     *
     * @throws OpenComputerException.NotFound on 404, which proves nothing: ask {@link #list()}
     * @throws OpenComputerException when the call failed otherwise
     */
    void delete(AgentId id) throws OpenComputerException;
}
