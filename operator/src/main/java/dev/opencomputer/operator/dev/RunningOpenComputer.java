/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.dev.DevException.Reason;
import dev.opencomputer.operator.dev.DevOptions.LocalServer;
import dev.opencomputer.operator.dev.DevOptions.OpenComputer;
import dev.opencomputer.operator.dev.DevOptions.RemoteServer;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.LocalOptions;
import dev.opencomputer.operator.local.LocalServerException;
import java.net.URI;
import java.util.Optional;

/** The OpenComputer of an environment: a local one that runs in this process, or one that was there before. */
final class RunningOpenComputer implements AutoCloseable {

    private final URI url;
    private final Optional<URI> agentsUrl;
    private final String apiKey;
    private final Optional<LocalOpenComputer> local;

    private RunningOpenComputer(URI url, Optional<URI> agentsUrl, String apiKey, Optional<LocalOpenComputer> local) {
        this.url = url;
        this.agentsUrl = agentsUrl;
        this.apiKey = apiKey;
        this.local = local;
    }

    /** Starts the local one, or takes the one that was named. */
    static RunningOpenComputer start(OpenComputer chosen, DataFolder data) {
        if (chosen instanceof RemoteServer remote) {
            return new RunningOpenComputer(remote.url(), remote.agentsUrl(), remote.apiKey(), Optional.empty());
        }
        int port = chosen instanceof LocalServer server ? server.port() : 0;
        try {
            LocalOpenComputer started = LocalOpenComputer.start(
                    LocalOptions.in(data.part("opencomputer")).withPort(port));
            return new RunningOpenComputer(
                    started.url(), Optional.of(started.url()), started.apiKey(), Optional.of(started));
        } catch (LocalServerException failure) {
            throw new DevException(
                    Reason.OPEN_COMPUTER, "The local OpenComputer did not start. " + failure.getMessage(), failure);
        }
    }

    /** Base of the secret stores' API. */
    URI url() {
        return url;
    }

    /** Base of the agents API, where there is one. */
    Optional<URI> agentsUrl() {
        return agentsUrl;
    }

    /** What opens it; a secret. */
    String apiKey() {
        return apiKey;
    }

    /** Whether it runs in this process. */
    boolean isLocal() {
        return local.isPresent();
    }

    @Override
    public void close() {
        local.ifPresent(LocalOpenComputer::close);
    }
}
