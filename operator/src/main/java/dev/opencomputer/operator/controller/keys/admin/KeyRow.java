/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Instant;
import java.util.Optional;

/**
 * A sealing key as {@code sealing-keys list} shows it.
 *
 * @param id its id
 * @param state what it is there for
 * @param created when it was made, if that is known
 * @param agentSecrets how many AgentSecrets have a value that is sealed for it
 */
public record KeyRow(SealingKeyId id, State state, Optional<Instant> created, int agentSecrets) {

    /** What a key is there for. */
    public enum State {
        /** Values are sealed with it. */
        CURRENT("current"),
        /** It opens what was sealed with it. */
        OLD("old"),
        /** Values are sealed for it, and it is not there: they cannot be opened. */
        MISSING("missing");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** The word for it. */
        public String word() {
            return word;
        }
    }
}
