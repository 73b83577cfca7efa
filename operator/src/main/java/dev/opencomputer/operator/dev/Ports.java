/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.dev.DevException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether a port that a person asked for is free before minutes are spent on other things. */
final class Ports {

    private Ports() {}

    /**
     * Refuses a port that is taken.
     *
     * @param port a port of the loopback address; 0 is always fine
     * @param option how to ask for another
     */
    static void requireFree(int port, String option) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (IOException taken) {
            throw new DevException(
                    Reason.PORT_TAKEN,
                    "Port " + port + " can't be used (" + taken.getMessage() + "). Stop what has it, or name another"
                            + " with " + option + ", 0 for any that is free.",
                    taken);
        }
    }
}
