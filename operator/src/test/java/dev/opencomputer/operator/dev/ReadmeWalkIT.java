/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.Main;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Types what the README says, in a folder that looks like a checkout. Skipped where no control plane is to be had. */
@ExtendWith(ControlPlaneExtension.class)
class ReadmeWalkIT {

    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    Path folder;

    @BeforeEach
    void makeALauncher() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path launcher = Files.writeString(bin.resolve("opencomputer-operator"), """
                #!/usr/bin/env bash
                exec "%s" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "%s" %s "$@"
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
            Terminal terminal = new Terminal(folder, Map.of());
            for (Walk.Step step : Walk.steps(Files.readAllLines(Readme.FILE), Walk.README)) {
                wrong.addAll(terminal.type(step));
            }
        }

        assertThat(wrong).isEmpty();
    }
}
