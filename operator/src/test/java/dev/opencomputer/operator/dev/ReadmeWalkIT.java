/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.Main;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Types what the README says, in a folder that looks like a checkout. Skipped where no control plane is to be had. */
@ExtendWith(ControlPlaneExtension.class)
class ReadmeWalkIT {

    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Duration BLOCK = Duration.ofMinutes(2);

    /** What a block exports is there for the next, as in one terminal. */
    private static final String TERMINAL = """
            if [ -f exported ]; then . ./exported; fi
            set -e
            %s
            export -p > exported
            """;

    @TempDir
    Path folder;

    private record Typed(int exitCode, String output) {}

    @BeforeEach
    void makeALauncher() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path launcher = Files.writeString(bin.resolve("opencomputer-operator"), """
                #!/usr/bin/env bash
                exec "%s" -XX:TieredStopAtLevel=1 -cp "%s" %s "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        Main.class.getName()));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }

    @BeforeEach
    void copyExamples() throws IOException {
        Path examples = Files.createDirectory(folder.resolve("examples"));
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                Files.copy(file, examples.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void everyBlockOfTheWalkDoesWhatTheReadmeShows() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (DevProcess dev = DevProcess.start(folder.resolve(".dev"))) {
            dev.ready();
            for (ReadmeWalk.Step step : ReadmeWalk.steps(Files.readAllLines(Readme.FILE))) {
                Typed typed = type(step.commands());
                if ((typed.exitCode() != 0) != step.refused()) {
                    wrong.add(step.commands() + "\nended with " + typed.exitCode() + ":\n" + typed.output());
                }
                step.missingIn(typed.output())
                        .ifPresent(line ->
                                wrong.add(step.commands() + "\ndoes not show\n" + line + "\nbut\n" + typed.output()));
            }
        }

        assertThat(wrong).isEmpty();
    }

    private Typed type(String commands) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process bash = new ProcessBuilder("bash", "-c", TERMINAL.formatted(commands))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!bash.waitFor(BLOCK.toSeconds(), TimeUnit.SECONDS)) {
            bash.destroyForcibly();
        }
        return new Typed(bash.waitFor(), Files.readString(output));
    }
}
