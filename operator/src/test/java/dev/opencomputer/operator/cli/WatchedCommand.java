/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.opencomputer.operator.testing.Canary;
import dev.opencomputer.operator.testing.ProgramProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs commands with all logs on where whatever they leave behind would be seen: in a home that is also their working
 * directory and their place for temporary files, on the screen, and in the list of processes.
 */
final class WatchedCommand {

    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Path home;
    private final Path screen;

    /** Makes the home in this folder, and keeps the screen beside it. */
    WatchedCommand(Path folder) throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        screen = folder.resolve("screen");
    }

    /** Starts the program with these arguments. */
    Process start(List<String> arguments) throws IOException {
        return startCommand(program(arguments));
    }

    /** Starts the single jar with these arguments. */
    Process startJar(Path jar, List<String> arguments) throws IOException {
        return startCommand(java(List.of("-jar", jar.toString()), arguments));
    }

    /**
     * Starts it at a terminal, where nothing but the program itself keeps what is typed from being shown.
     *
     * @param shell what a shell does there; the program with its arguments is {@code "$0" "$@"}
     */
    Process startAtTerminal(String shell, List<String> arguments) throws IOException {
        assumeTrue(Files.isExecutable(SCRIPT), "script, of util-linux, makes the terminal");
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell));
        command.addAll(program(arguments));
        return startCommand(List.of(SCRIPT.toString(), "-qec", quoted(command), "/dev/null"));
    }

    /** Types a text when these words are shown; what is secret in it is in no process's arguments or environment then. */
    void type(Process process, String words, String text, Canary canary) throws IOException {
        await(words).atMost(LONGEST).until(() -> screen().contains(words) || !process.isAlive());
        assertNotInProcesses(canary);
        OutputStream keyboard = process.getOutputStream();
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** All that was shown so far. */
    String screen() throws IOException {
        return Files.readString(screen);
    }

    /** Waits for the end: with this exit code, and nothing of the canaries shown, nor anything left behind. */
    void assertEnds(Process process, int exitCode, Canary... canaries) throws Exception {
        assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String shown = screen();
        assertThat(Canary.findings(List.of(canaries), "what was shown", shown)).isEmpty();
        assertThat(process.exitValue()).as(shown).isEqualTo(exitCode);
        assertThat(home).isEmptyDirectory();
    }

    /** What everybody on the machine may read of a process, and what its owner may. */
    static void assertNotInProcesses(Canary canary) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                for (String of : List.of("cmdline", "environ")) {
                    assertThat(Canary.findings(List.of(canary), process + "/" + of, read(process.resolve(of))))
                            .isEmpty();
                }
            }
        }
    }

    private Process startCommand(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile());
        builder.environment().put("OPENCOMPUTER_LOG_LEVEL", "TRACE");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TMPDIR", home.toString());
        return builder.start();
    }

    private List<String> program(List<String> arguments) {
        return java(List.of("-cp", ProgramProcess.shippedClassPath(), Main.class.getName()), arguments);
    }

    private List<String> java(List<String> program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + home,
                "-Duser.home=" + home));
        command.addAll(program);
        command.addAll(arguments);
        return command;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException endedOrAnothers) {
            return "";
        }
    }

    private static String quoted(List<String> command) {
        return command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .reduce((all, word) -> all + " " + word)
                .orElseThrow();
    }
}
