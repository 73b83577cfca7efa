/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

/**
 * An agent as a list showed it. Of its content only what tells whether it has to be read is kept: a list holds every
 * agent's prompt, and is kept for a while.
 *
 * @param id its id
 * @param digest the digest of its content, see {@link RecordContent#digest()}
 * @param kept of its content nothing but {@code core} and {@code model}
 */
public record ListedAgent(AgentId id, String digest, RecordContent kept) {

    /**
     * What is kept of a whole record.
     *
     * @param record the record
     * @return the same record as a list shows it
     */
    public static ListedAgent of(AgentRecord record) {
        return new ListedAgent(
                record.id(), record.content().digest(), record.content().coreAndModel());
    }
}
