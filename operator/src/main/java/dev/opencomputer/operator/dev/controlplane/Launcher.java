/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/** Starts a server on a port of its own and waits until it answers that it is ready. */
final class Launcher {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final int ATTEMPTS = 5;

    private final Path logDir;

    Launcher(Path logDir) {
        this.logDir = logDir;
    }

    /** A server that answered: its process and its address. */
    record Started(GuardedProcess process, URI address) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
        }
    }

    /**
     * Starts the server; tries another port when somebody was faster.
     *
     * @param name name of the program, and of its log file
     * @param command the program and its arguments, for a port
     * @param check asks as a client that the server lets in
     * @param path what to ask for
     * @throws ControlPlaneException when it ends or is not ready in time
     */
    Started launch(String name, IntFunction<List<String>> command, ReadyCheck check, String path) {
        Path log = logDir.resolve(name + ".log");
        for (int attempt = 1; ; attempt++) {
            int port = Loopback.freePort();
            URI address = URI.create("https://" + Loopback.ADDRESS + ":" + port);
            GuardedProcess process = GuardedProcess.start(name, command.apply(port), log, GRACE);
            boolean ready = false;
            try {
                ready = await(process, check, address.resolve(path));
            } finally {
                if (!ready) {
                    process.close();
                }
            }
            if (ready) {
                return new Started(process, address);
            }
            if (attempt == ATTEMPTS || !process.lastWords().contains("address already in use")) {
                throw new ControlPlaneException(name + " ended while it started, with exit code " + process.exitCode()
                        + ". Its last words, of " + log + ":\n" + process.lastWords());
            }
        }
    }

    /** True when ready, false when the process ended first. */
    private static boolean await(GuardedProcess process, ReadyCheck check, URI question) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (process.alive()) {
                if (check.ready(question)) {
                    return true;
                }
                if (System.nanoTime() > deadline) {
                    throw new ControlPlaneException(process.name() + " was not ready after " + START_LIMIT.toSeconds()
                            + " s. Its log is " + process.log());
                }
                if (process.waitFor(POLL)) {
                    return false;
                }
            }
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while " + process.name() + " started", interrupted);
        }
    }
}
