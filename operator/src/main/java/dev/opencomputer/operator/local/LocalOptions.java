/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;

/**
 * How a local OpenComputer is started. None of the parts is secret: keys are given as files.
 *
 * @param dataDir the folder that holds everything; made when it is not there
 * @param host the address to listen on
 * @param port the port to listen on, 0 for one that is free
 * @param dialect whose ways the server takes on
 * @param apiKeyFile holds the API key; made, with a random key, when it is not there
 * @param encryptionKeyFile holds the key that values are encrypted with, 64 hexadecimal digits; made, with a random
 *     key, when it is not there and nothing was encrypted yet
 */
@RecordBuilder
public record LocalOptions(
        Path dataDir, String host, int port, Dialect dialect, Path apiKeyFile, Path encryptionKeyFile)
        implements LocalOptionsBuilder.With {

    /**
     * Listens on the loopback address, on a free port, in the dialect {@link Dialect#LOCAL}, with its keys in the data
     * folder.
     *
     * @param dataDir the folder that holds everything
     * @return options that the {@code with…} methods change
     */
    public static LocalOptions in(Path dataDir) {
        return new LocalOptions(
                dataDir, "127.0.0.1", 0, Dialect.LOCAL, dataDir.resolve("api-key"), dataDir.resolve("encryption-key"));
    }
}
