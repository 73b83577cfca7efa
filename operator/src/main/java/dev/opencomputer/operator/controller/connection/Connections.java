/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import java.util.Map;

/** Finds the connection of an object. Every reconcile asks anew, since credentials change while the operator runs. */
public interface Connections extends AutoCloseable {

    /**
     * The connection that objects of a namespace use now.
     *
     * @param namespace the object's namespace
     * @return the connection, or why there is none
     */
    Resolution forNamespace(String namespace);

    /**
     * The connections that there are, few by their nature, for those who watch over them.
     *
     * @return by each one's name: whether it has settings that can be used
     */
    default Map<String, Boolean> usable() {
        return Map.of();
    }

    @Override
    void close();

    /** The answer to {@link #forNamespace}. */
    sealed interface Resolution {

        /** The connection's name in claims. */
        String name();

        /**
         * There is a connection.
         *
         * @param connection the connection
         */
        record Connected(Connection connection) implements Resolution {

            @Override
            public String name() {
                return connection.name();
            }
        }

        /**
         * There is none, and nothing is written.
         *
         * @param name the connection's name in claims
         * @param reason what is missing and what to do, a sentence without any secret
         */
        record Missing(String name, String reason) implements Resolution {}
    }
}
