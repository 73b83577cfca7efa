/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A server with a data folder of its own, for one test. */
final class RunningServer implements AutoCloseable {

    private final Path dataDir;
    private final LocalOpenComputer server;

    private RunningServer(Path dataDir, LocalOpenComputer server) {
        this.dataDir = dataDir;
        this.server = server;
    }

    static RunningServer in(Dialect dialect) {
        try {
            Path dataDir = Files.createTempDirectory("local-test");
            return new RunningServer(
                    dataDir, LocalOpenComputer.start(LocalOptions.in(dataDir).withDialect(dialect)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalOpenComputer server() {
        return server;
    }

    Caller caller() {
        return Caller.of(server);
    }

    @Override
    public void close() {
        server.close();
        try (Stream<Path> files = Files.walk(dataDir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
