/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.dev.DevException.Reason;
import dev.opencomputer.operator.dev.controlplane.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The operator's connection as the files that a mounted Secret has in a cluster, so that both ways are the same. */
final class ConnectionFolder {

    private ConnectionFolder() {}

    /**
     * Writes the files.
     *
     * @param folder where
     * @param url base of the secret stores' API
     * @param apiKey what opens it
     * @param agentsUrl base of the agents API, where there is one
     * @return what the operator reads
     * @throws DevException when the operator could not use them
     */
    static ConnectionSource write(Path folder, URI url, String apiKey, Optional<URI> agentsUrl) {
        PrivateFiles.write(folder.resolve("url"), url.toString());
        PrivateFiles.write(folder.resolve("apiKey"), apiKey);
        Path agents = folder.resolve("agentsUrl");
        try {
            Files.deleteIfExists(agents);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not remove " + agents, failure);
        }
        agentsUrl.ifPresent(present -> PrivateFiles.write(agents, present.toString()));
        ConnectionSource source = ConnectionSource.files(folder);
        try {
            var unused = source.read();
        } catch (ConnectionSource.Unusable unusable) {
            throw new DevException(
                    Reason.OPEN_COMPUTER,
                    unusable.getMessage() + " Check --opencomputer-url, --opencomputer-api-key and"
                            + " --opencomputer-agents-url.",
                    unusable);
        }
        return source;
    }
}
