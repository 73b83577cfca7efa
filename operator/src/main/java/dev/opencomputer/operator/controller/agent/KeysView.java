/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

/** What is known of the keys in an agent's store at this moment of a reconcile. */
sealed interface KeysView {

    /** Nothing was asked yet. */
    record NotLooked() implements KeysView {}

    /** They could not be listed, or not now; an Agent is none the worse for that. */
    record Unknown() implements KeysView {}

    /**
     * They were listed.
     *
     * @param foreign how many of them no AgentSecret asks for
     */
    record Listed(int foreign) implements KeysView {}
}
