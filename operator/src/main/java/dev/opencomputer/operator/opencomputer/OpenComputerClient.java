/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.util.Optional;

/** The client over HTTP: one pool of connections, one budget, one memory of what the server last complained about. */
public final class OpenComputerClient implements OpenComputer {

    /**
     * A client that connects at its first call.
     *
     * @param settings where the server is and what opens it
     * @param options time-outs, bounds and budget
     * @param observer hears of every call
     */
    public OpenComputerClient(ConnectionSettings settings, ClientOptions options, CallObserver observer) {}

    @Override
    public SecretStores secretStores() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Agents> agents() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
