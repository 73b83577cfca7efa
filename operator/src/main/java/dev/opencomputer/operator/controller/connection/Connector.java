/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.opencomputer.OpenComputer;
import java.util.OptionalInt;

/** Makes clients of OpenComputer. */
@FunctionalInterface
public interface Connector {

    /**
     * Makes a client that connects at its first call.
     *
     * @param name the connection's name in claims
     * @param settings where the server is and what opens it
     * @param maxConcurrentCalls how many calls it makes at once; empty for the default
     * @return the client, which is its caller's to close
     */
    OpenComputer connect(String name, ConnectionSettings settings, OptionalInt maxConcurrentCalls);
}
