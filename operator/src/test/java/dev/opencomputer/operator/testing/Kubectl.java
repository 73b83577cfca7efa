/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The kubectl of this machine, as an administrator in one test's namespace. */
public final class Kubectl {

    private static final long LIMIT_MINUTES = 2;

    private final TestCluster cluster;
    private final Path folder;

    /**
     * A kubectl for a test's cluster.
     *
     * @param folder an empty folder for what it is given and what it says
     */
    public Kubectl(TestCluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /**
     * What came of a command.
     *
     * @param exitCode 0 when it did what it was asked; {@code kubectl diff} ends with 1 where there is a difference
     * @param out standard output
     * @param err standard error
     */
    public record Result(int exitCode, String out, String err) {

        /** Standard output of a command that must have worked. */
        public String orThrow() {
            if (exitCode != 0) {
                throw new AssertionError("kubectl ended with " + exitCode + ": " + err + out);
            }
            return out;
        }
    }

    /** Runs a command and waits for its end. */
    public Result run(String... arguments) {
        return runWithInput("", List.of(arguments));
    }

    /** Runs a command with this on its standard input, and waits for its end. */
    public Result runWithInput(String input, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "kubectl",
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--namespace",
                cluster.namespace(),
                "--cache-dir",
                folder.resolve("cache").toString()));
        command.addAll(arguments);
        try {
            Path in = Files.writeString(Files.createTempFile(folder, "in", ".txt"), input);
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                    throw new AssertionError("kubectl did not end within " + LIMIT_MINUTES + " min: " + arguments);
                }
            } finally {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not run kubectl; is it installed? " + arguments, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl ran", interrupted);
        }
    }
}
