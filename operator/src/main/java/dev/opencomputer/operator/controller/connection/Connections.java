/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.api.ConditionReason;
import java.util.Map;
import java.util.Optional;

/** Finds the connection of an object. Every reconcile asks anew, since credentials change while the operator runs. */
public interface Connections extends AutoCloseable {

    /**
     * The name of the connection that a namespace uses now, which claims are made over. Asks nobody and waits for
     * nothing.
     *
     * @param namespace the namespace
     * @return the name as it stands in claims
     */
    String nameFor(String namespace);

    /**
     * The connection that an object uses: the one of its namespace or, once it has claimed something, the one that it
     * claimed that over, and never another.
     *
     * @param namespace the object's namespace
     * @param claimed the connection's name in the claim, once there is one
     * @param deleting whether it is for a deletion, which goes over the former connection too
     * @return the connection, or why there is none
     */
    Resolution forObject(String namespace, Optional<String> claimed, boolean deleting);

    /**
     * The connection that new objects of a namespace use now.
     *
     * @param namespace the object's namespace
     * @return the connection, or why there is none
     */
    default Resolution forNamespace(String namespace) {
        return forObject(namespace, Optional.empty(), false);
    }

    /** How each connection that is in use fares, by its name. */
    Map<String, Health> health();

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

    /** The answer to {@link #forObject}. */
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
         * There is none that may be used, and nothing is written.
         *
         * @param name the connection's name in claims
         * @param reason what the matter is
         * @param message what is missing and what to do, a sentence without any secret
         * @param neverUsed whether nothing was ever written over the connection
         */
        record Missing(String name, ConditionReason reason, String message, boolean neverUsed) implements Resolution {

            /**
             * No usable settings are there.
             *
             * @param name the connection's name in claims
             * @param message what is missing and what to do, a sentence without any secret
             * @return the resolution
             */
            public static Missing settings(String name, String message) {
                return new Missing(name, ConditionReason.CONNECTION_MISSING, message, false);
            }
        }
    }

    /**
     * How a connection fares.
     *
     * @param problem why calls over it are held back, a word of a small set such as {@code unauthorised}; {@code missing}
     *     where there is nothing to connect with; empty when all is well as far as is known
     */
    record Health(Optional<String> problem) {

        /** Where there is nothing to connect with. */
        static final Health MISSING = new Health(Optional.of("missing"));

        /** Whether calls go. */
        public boolean ok() {
            return problem.isEmpty();
        }
    }
}
