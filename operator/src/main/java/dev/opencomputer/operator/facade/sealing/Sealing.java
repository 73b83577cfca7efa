/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.sealing;

import dev.opencomputer.operator.facade.answer.Refusal;

/** Encrypts values so that only the operator can read them. */
public interface Sealing {

    /**
     * What stands in an AgentSecret for a value.
     *
     * @param namespace the AgentSecret's namespace
     * @param agent the Agent's object name
     * @param key the key in the store
     * @param value the value, not empty
     * @throws Refusal when no public key is published
     */
    String seal(String namespace, String agent, String key, byte[] value);

    /**
     * The same for several values that come together, which need not ask for the public key for each.
     *
     * @throws Refusal when no public key is published
     */
    default Sealing together() {
        return this;
    }
}
