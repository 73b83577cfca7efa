/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.opencomputer.operator.seal.PrivateSealingKey;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value that is sealed goes nowhere else: not onto the screen, into a log, a temporary file, a history or a process list. */
class SealCanaryTest {

    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** Where what the program leaves behind would be: its home, its temporary files and its working directory. */
    private Path empty;

    private Path screen;

    @BeforeEach
    void prepare() throws IOException {
        empty = Files.createDirectory(folder.resolve("empty"));
        screen = folder.resolve("screen");
        Files.writeString(
                folder.resolve("key"), PrivateSealingKey.generate().publicKey().base64());
    }

    @Test
    void aValueFromAPipeGoesNowhereElse() throws Exception {
        Canary canary = Canary.by("a pipe");
        Process process = start(seal("-o", "value"));
        try (OutputStream input = process.getOutputStream()) {
            assertNotInProcesses(canary);
            input.write(canary.value().getBytes(StandardCharsets.UTF_8));
        }

        assertEndsWell(process, canary);
        assertThat(screen).content().contains("oc1.");
    }

    @Test
    void aValueFromAFileGoesNowhereElse() throws Exception {
        Canary canary = Canary.by("a file");
        Path file = Files.writeString(folder.resolve("value"), canary.value());

        assertEndsWell(start(seal("--from-file", file.toString())), canary);
        assertThat(screen).content().contains("sealedValue: oc1.");
    }

    @Test
    void aValueThatIsSealedInPlaceLeavesNothingBesideTheFile() throws Exception {
        Canary canary = Canary.by("a file, in place");
        Path value = Files.writeString(folder.resolve("value"), canary.value());
        Path manifests = Files.createDirectory(folder.resolve("manifests"));
        Path manifest = Files.writeString(manifests.resolve("manifest.yaml"), """
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                spec: {agentRef: {name: agent}, key: A_KEY}
                """);

        assertEndsWell(start(seal("--from-file", value.toString(), "--in-place", manifest.toString())), canary);
        assertThat(manifest).content().contains("sealedValue: oc1.");
        assertThat(Canary.findings(List.of(canary), "the file", Files.readString(manifest)))
                .isEmpty();
        assertThat(manifests).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aValueThatCannotBeSealedGoesNowhere() throws Exception {
        Canary canary = Canary.by("a file that is too large");
        Path file = Files.writeString(folder.resolve("value"), canary.value().repeat(10_000));

        Process process = start(seal("--from-file", file.toString()));

        assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
        assertNotLeftBehind(canary);
    }

    /** The usual way, {@code seal … > file}: standard output is no terminal then, so Java has no console. */
    @Test
    void aValueThatIsTypedIsNotShown() throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "script, of util-linux, makes the terminal");
        Canary canary = Canary.by("a terminal");
        Path sealed = folder.resolve("sealed.yaml");
        String typed = "exec \"$0\" \"$@\" > '" + sealed + "'";
        List<String> command = new ArrayList<>(List.of("sh", "-c", typed));
        command.addAll(seal());
        Process process = start(List.of(SCRIPT.toString(), "-qec", quoted(command), "/dev/null"));
        try (OutputStream keyboard = process.getOutputStream()) {
            for (String prompt : List.of("nothing is shown", "once more")) {
                await(prompt)
                        .atMost(LONGEST)
                        .until(() -> Files.readString(screen).contains(prompt) || !process.isAlive());
                assertNotInProcesses(canary);
                keyboard.write((canary.value() + "\n").getBytes(StandardCharsets.UTF_8));
                keyboard.flush();
            }
            assertEndsWell(process, canary);
        }
        assertThat(sealed).content().contains("sealedValue: oc1.");
        assertThat(Canary.findings(List.of(canary), "the file", Files.readString(sealed)))
                .isEmpty();
    }

    /** The shell would show the rest, run it, and keep it in its history. */
    @Test
    void linesThatArePastedGoToNobodyElse() throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "script, of util-linux, makes the terminal");
        Canary canary = Canary.by("a terminal, of several lines");
        Path left = folder.resolve("left");
        String pasted = "\"$0\" \"$@\"; echo \"ended $?\"; stty -echo -icanon min 0 time 1; cat > '" + left + "'";
        List<String> command = new ArrayList<>(List.of("sh", "-c", pasted));
        command.addAll(seal());
        Process process = start(List.of(SCRIPT.toString(), "-qec", quoted(command), "/dev/null"));
        try (OutputStream keyboard = process.getOutputStream()) {
            await().atMost(LONGEST)
                    .until(() -> Files.readString(screen).contains("nothing is shown") || !process.isAlive());
            keyboard.write("begin\n%1$s\n%1$s\n%1$s".formatted(canary.value()).getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            assertEndsWell(process, canary);
        }
        assertThat(screen).content().contains("ended 3", "it takes one line, and more than one came");
        assertThat(left).isEmptyFile();
    }

    private List<String> seal(String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + empty,
                "-Duser.home=" + empty,
                "-cp",
                ProgramProcess.shippedClassPath(),
                Main.class.getName(),
                "seal",
                "--keys",
                folder.resolve("key").toString(),
                "--namespace",
                "team-a",
                "--agent",
                "agent",
                "--key",
                "A_KEY"));
        command.addAll(List.of(more));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(empty.toFile())
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile());
        builder.environment().put("OPENCOMPUTER_LOG_LEVEL", "TRACE");
        builder.environment().put("HOME", empty.toString());
        builder.environment().put("TMPDIR", empty.toString());
        return builder.start();
    }

    private void assertEndsWell(Process process, Canary canary) throws Exception {
        assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(screen)).isZero();
        assertNotLeftBehind(canary);
    }

    private void assertNotLeftBehind(Canary canary) throws IOException {
        assertThat(Canary.findings(List.of(canary), "what was shown", Files.readString(screen)))
                .isEmpty();
        assertThat(empty).isEmptyDirectory();
    }

    /** What everybody on the machine may read of a process, and what its owner may. */
    private static void assertNotInProcesses(Canary canary) throws IOException {
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
