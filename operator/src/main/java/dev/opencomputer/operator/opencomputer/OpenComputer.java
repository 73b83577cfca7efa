/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.util.Optional;

/** One OpenComputer server, reached with one key. Safe for use from several threads; calls block. */
public interface OpenComputer extends AutoCloseable {

    /** The secret stores of the key's organisation. */
    SecretStores secretStores();

    /** The agents, where an agents API is configured: self-hosted servers have none. */
    Optional<Agents> agents();

    /**
     * Why calls are held back now, as a word for metrics such as {@code unauthorised}: the one of the secret stores'
     * server before that of the agents'. Empty when calls go.
     */
    default Optional<String> heldBack() {
        return Optional.empty();
    }

    /** Ends the calls that are under way and closes every connection. */
    @Override
    void close();
}
