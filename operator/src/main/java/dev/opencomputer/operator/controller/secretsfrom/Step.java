/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.AgentSecret;

/** One thing to do to the AgentSecrets of an Agent's {@code secretsFrom}, as data. */
sealed interface Step {

    /** The AgentSecret that it is about. */
    AgentSecret child();

    /** What is remembered of one that was refused: what cannot be written may well be deleted. */
    default String attempt() {
        return (this instanceof Delete ? "delete " : "write ")
                + child().getMetadata().getName();
    }

    /** Makes one. */
    record Create(AgentSecret child) implements Step {}

    /**
     * Brings one to what it should say.
     *
     * @param child as it is
     * @param wanted as it should be
     */
    record Replace(AgentSecret child, AgentSecret wanted) implements Step {}

    /** Deletes one: its key is not asked for any more, or somebody else sets it. */
    record Delete(AgentSecret child) implements Step {}
}
