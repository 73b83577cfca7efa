/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A subcommand as it is shipped, with its own logging and not the tests', in a process whose every word is kept. */
public final class ProgramProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private ProgramProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a subcommand.
     *
     * @param output the file that both of its streams go to
     * @param environment variables that it gets beside this process's own
     * @param arguments the subcommand and its options
     */
    public static ProgramProcess start(Path output, Map<String, String> environment, String... arguments) {
        return start(List.of(), output, environment, arguments);
    }

    /**
     * Starts a subcommand.
     *
     * @param options more for Java than what the image has
     * @param output the file that both of its streams go to
     * @param environment variables that it gets beside this process's own
     * @param arguments the subcommand and its options
     */
    public static ProgramProcess start(
            List<String> options, Path output, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", shippedClassPath(), Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().putAll(environment);
        try {
            return new ProgramProcess(builder.start(), output);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not start " + List.of(arguments), failure);
        }
    }

    /** Waits until it has said where it can be reached, after these words, as a line of text or of JSON. */
    public URI awaitUrl(String words) {
        Pattern said = Pattern.compile(Pattern.quote(words) + "(http://[0-9.]+:[0-9]+)");
        return await(words)
                .atMost(START)
                .until(
                        () -> said.matcher(output().replace("\\/", "/"))
                                .results()
                                .findFirst(),
                        found -> found.isPresent() || !process.isAlive())
                .map(found -> URI.create(found.group(1)))
                .orElseThrow(() -> new AssertionError("It has ended: " + output()));
    }

    /** All that it has said so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read " + output, failure);
        }
    }

    /** The processor time that it has taken. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Waits until it ends by itself, and gives its exit code. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("It has not ended: " + output());
        }
        return process.exitValue();
    }

    /** Asks it to stop, and returns when it has. */
    public void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The class path without the tests' own classes and resources: their logging would take the place of the program's. */
    public static String shippedClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
