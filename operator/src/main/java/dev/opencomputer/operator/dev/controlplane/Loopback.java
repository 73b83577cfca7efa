/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine that nobody else can reach. */
final class Loopback {

    static final String ADDRESS = "127.0.0.1";

    private Loopback() {}

    /**
     * A port that was free a moment ago. The programs cannot be given port 0, so somebody may take it first: who starts
     * one of them must be ready to try another.
     */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException("could not find a free port on " + ADDRESS, failure);
        }
    }
}
