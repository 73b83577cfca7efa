/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code bin/opencomputer-operator dev} as a person starts it in a terminal: the leader of a process group of its own. */
final class DevProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofMinutes(2);

    /** A test run may have been started with SIGINT ignored, which children inherit; a terminal's jobs have neither. */
    private static final List<String> AS_IN_A_TERMINAL =
            List.of("perl", "-e", "setpgrp(0, 0); $SIG{INT} = 'DEFAULT'; exec @ARGV or die");

    private final Path data;
    private final Path output;
    private final Process process;

    private DevProcess(Path data, Path output, Process process) {
        this.data = data;
        this.output = output;
        this.process = process;
    }

    /** Starts it on the data folder; what it prints goes into a file next to that. */
    static DevProcess start(Path data, String... options) {
        List<String> command = new ArrayList<>(AS_IN_A_TERMINAL);
        command.addAll(List.of("../bin/opencomputer-operator", "dev", "--data-dir", data.toString()));
        command.addAll(List.of(options));
        try {
            Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "dev", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            return new DevProcess(data, output, builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException("could not start dev", failure);
        }
    }

    /** Waits until it has said that everything is ready. */
    DevProcess ready() {
        // One that was killed before has left its file, which this one takes away while it starts.
        await().atMost(START)
                .until(() ->
                        !process.isAlive() || (output().contains("Ready after") && Files.exists(environmentFile())));
        assertThat(process.isAlive()).as("dev: %s", output()).isTrue();
        return this;
    }

    Path data() {
        return data;
    }

    Path environmentFile() {
        return data.resolve("env");
    }

    /** The variables that a shell has after it sourced the file. */
    Map<String, String> environment() {
        try {
            Process shell = new ProcessBuilder(
                            "bash",
                            "-c",
                            "env -i bash -c '. \"$0\" && env' \"$0\"",
                            environmentFile().toString())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return printed.lines()
                    .map(line -> line.split("=", 2))
                    .filter(variable -> variable.length == 2)
                    .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not source " + environmentFile(), failure);
        }
    }

    /** Everything that it has printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read " + output, failure);
        }
    }

    /** Sends Ctrl-C as a terminal does, to the whole process group, and gives the exit code. */
    int interrupt() throws Exception {
        return signal("INT", "-" + process.pid());
    }

    /** Sends SIGTERM to the process alone, as a supervisor does, and gives the exit code. */
    int terminate() throws Exception {
        return signal("TERM", Long.toString(process.pid()));
    }

    /** Gives the exit code of a process that ends by itself. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS))
                .as("ended: %s", output())
                .isTrue();
        return process.exitValue();
    }

    /** Kills it with SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** Kills one of the programs that it has started. */
    void killPart(String program) {
        ProcessHandle part = ProcessHandle.allProcesses()
                .filter(handle -> handle.info().command().orElse("").endsWith("/" + program))
                .filter(handle -> handle.info().commandLine().orElse("").contains(data.toString()))
                .findFirst()
                .orElseThrow();
        assertThat(part.destroyForcibly()).isTrue();
    }

    /** Command lines of all processes that work on the data folder. */
    List<String> processes() {
        return ProcessHandle.allProcesses()
                .map(handle -> handle.info().commandLine().orElse(""))
                .filter(command -> command.contains(data.toString()))
                .toList();
    }

    @Override
    public void close() throws Exception {
        if (process.isAlive()) {
            terminate();
        }
    }

    private int signal(String name, String target) throws Exception {
        int sent = new ProcessBuilder("kill", "-" + name, "--", target)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(sent).as("kill -%s %s", name, target).isZero();
        return exitCode();
    }
}
