/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;

/**
 * What a caller works with. Must be closed once he has his answer.
 *
 * @param agents the Agents of the caller's namespace
 * @param secrets the AgentSecrets there
 */
public record CallerAccess(ResourceAccess<Agent> agents, ResourceAccess<AgentSecret> secrets) implements AutoCloseable {

    /** The same for one call, which is bounded as a whole. */
    public CallerAccess within(CallLimits limits) {
        return new CallerAccess(agents.within(limits), secrets.within(limits));
    }

    /** Makes room for other callers. */
    @Override
    public void close() {
        agents.makeRoom();
        secrets.makeRoom();
    }
}
