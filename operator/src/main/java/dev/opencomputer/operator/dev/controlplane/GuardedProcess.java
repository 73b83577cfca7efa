/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A child process that ends with this process, however this process ends, and that a terminal's Ctrl-C does not reach.
 * A small shell script ({@code guard.sh}) stands between: it waits for the end of the pipe that this process holds.
 */
final class GuardedProcess implements AutoCloseable {

    /** On top of the grace, for a busy machine to deliver the last signal. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private static final int LAST_LINES = 5;
    private static final int LINE_LENGTH = 300;

    private static final String GUARD = guard();

    private final String name;
    private final Path log;
    private final Duration grace;
    private final Process process;

    private GuardedProcess(String name, Path log, Duration grace, Process process) {
        this.name = name;
        this.log = log;
        this.grace = grace;
        this.process = process;
    }

    /**
     * Starts a program.
     *
     * @param name what it is called in messages
     * @param command the program and its arguments
     * @param log takes what it prints; begun anew
     * @param grace how long it may take to end after SIGTERM before it gets SIGKILL
     */
    static GuardedProcess start(String name, List<String> command, Path log, Duration grace) {
        return start(name, command, log, grace, Path.of("."), Map.of());
    }

    /** Like the other, in a working folder of its own and with more environment variables. */
    static GuardedProcess start(
            String name,
            List<String> command,
            Path log,
            Duration grace,
            Path workingFolder,
            Map<String, String> environment) {
        List<String> guarded = new ArrayList<>(List.of("bash", "-c", GUARD, "guard", tenths(grace)));
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(guarded)
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new GuardedProcess(name, log, grace, builder.start());
        } catch (IOException failure) {
            throw new ControlPlaneException(
                    "could not start " + name + ": " + failure.getMessage() + ". It needs bash on the PATH and "
                            + command.get(0) + ".",
                    failure);
        }
    }

    /** What the program is called in messages. */
    String name() {
        return name;
    }

    /** Whether it runs. */
    boolean alive() {
        return process.isAlive();
    }

    /** Completed when the program has ended, for whatever reason. */
    CompletableFuture<GuardedProcess> onExit() {
        return process.onExit().thenApply(ended -> this);
    }

    /** Waits for the end of the program, at most for the time, and tells whether it came. */
    boolean waitFor(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Exit code of a program that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** File with what the program printed. */
    Path log() {
        return log;
    }

    /** The last lines that the program printed, for a message. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                    .map(line -> line.length() > LINE_LENGTH ? line.substring(0, LINE_LENGTH) + "…" : line)
                    .collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            return "(" + log + " could not be read: " + unreadable.getMessage() + ")";
        }
    }

    /**
     * Ends the program, by SIGTERM and after the grace by SIGKILL, and waits until it is gone, also when this thread is
     * interrupted meanwhile: what depends on the program's end comes next.
     */
    @Override
    public void close() {
        try (OutputStream pipe = process.getOutputStream()) {
            // A line means an orderly stop; the bare end of the pipe means that this process has died.
            pipe.write('\n');
        } catch (IOException alreadyGone) {
            // The other end of the pipe is closed: the guard has ended, and its program before it.
        }
        boolean interrupted = false;
        long deadline = System.nanoTime() + grace.plus(SLACK).toNanos();
        try {
            while (true) {
                try {
                    if (process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    throw new ControlPlaneException(
                            name + " (guarded by process " + process.pid() + ") did not end; its log is " + log);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String tenths(Duration grace) {
        return Long.toString(grace.toMillis() / 100);
    }

    private static String guard() {
        try (InputStream script = GuardedProcess.class.getResourceAsStream("guard.sh")) {
            if (script == null) {
                throw new IllegalStateException("guard.sh is missing from the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read guard.sh from the class path", failure);
        }
    }
}
