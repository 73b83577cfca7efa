/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.RecordContent;
import java.util.List;
import java.util.Optional;

/**
 * What an Agent asks for.
 *
 * @param id the agent's id in OpenComputer
 * @param idRefusal why the administrator does not let this namespace have the id, where that is so
 * @param content what its record shall say
 * @param egressAllowlist what its store shall allow; empty when that is not managed
 * @param storeRequested whether an AgentSecret waits for the store, or whole Secrets give keys for it
 * @param refusesAdoption whether what somebody else made upstream is left alone
 * @param retains whether deletion leaves everything upstream
 * @param paused whether nothing may be written upstream
 * @param deleting whether the Agent is being deleted
 */
record Desired(
        AgentId id,
        Optional<String> idRefusal,
        RecordContent content,
        Optional<List<String>> egressAllowlist,
        boolean storeRequested,
        boolean refusesAdoption,
        boolean retains,
        boolean paused,
        boolean deleting) {

    /** Whether the namespace may have the id. */
    boolean idAllowed() {
        return idRefusal.isEmpty();
    }

    /** Whether the agent has to have a store. */
    boolean needsStore() {
        return egressAllowlist.isPresent() || storeRequested;
    }
}
