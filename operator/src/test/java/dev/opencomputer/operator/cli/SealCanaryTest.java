/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.testing.Canary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value that is sealed goes nowhere else: not onto the screen, into a log, a temporary file, a history or a process list. */
class SealCanaryTest {

    @TempDir
    Path folder;

    private WatchedCommand watched;

    @BeforeEach
    void prepare() throws IOException {
        watched = new WatchedCommand(folder);
        Files.writeString(
                folder.resolve("key"), PrivateSealingKey.generate().publicKey().base64());
    }

    @Test
    void aValueFromAPipeGoesNowhereElse() throws Exception {
        Canary canary = Canary.by("a pipe");
        Process process = watched.start(seal("-o", "value"));
        try (OutputStream input = process.getOutputStream()) {
            WatchedCommand.assertNotInProcesses(canary);
            input.write(canary.value().getBytes(StandardCharsets.UTF_8));
        }

        watched.assertEnds(process, 0, canary);
        assertThat(watched.screen()).contains("oc1.");
    }

    @Test
    void aValueFromAFileGoesNowhereElse() throws Exception {
        Canary canary = Canary.by("a file");
        Path file = Files.writeString(folder.resolve("value"), canary.value());

        watched.assertEnds(watched.start(seal("--from-file", file.toString())), 0, canary);
        assertThat(watched.screen()).contains("sealedValue: oc1.");
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

        watched.assertEnds(
                watched.start(seal("--from-file", value.toString(), "--in-place", manifest.toString())), 0, canary);
        assertThat(manifest).content().contains("sealedValue: oc1.");
        assertThat(Canary.findings(List.of(canary), "the file", Files.readString(manifest)))
                .isEmpty();
        assertThat(manifests).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aValueThatCannotBeSealedGoesNowhere() throws Exception {
        Canary canary = Canary.by("a file that is too large");
        Path file = Files.writeString(folder.resolve("value"), canary.value().repeat(10_000));

        watched.assertEnds(watched.start(seal("--from-file", file.toString())), 3, canary);
    }

    /** People put values where sealed ones belong, and keep Secrets in the same file. */
    @Test
    void whatAFileHoldsThatIsCheckedIsNotRepeated() throws Exception {
        Canary pasted = Canary.by("a file, in the place of a sealed value");
        Canary beside = Canary.by("a Secret in the same file");
        Path manifest =
                Files.writeString(folder.resolve("manifest.yaml"), """
                apiVersion: v1
                kind: Secret
                metadata: {name: beside}
                stringData: {value: %s}
                ---
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                spec: {agentRef: {name: agent}, key: A_KEY, sealedValue: %s}
                """.formatted(beside.value(), pasted.value()));

        watched.assertEnds(
                watched.start(List.of(
                        "seal",
                        "--check",
                        manifest.toString(),
                        "--keys",
                        folder.resolve("key").toString())),
                4,
                pasted,
                beside);
        assertThat(watched.screen()).contains("A_KEY");
    }

    /** The usual way, {@code seal … > file}: standard output is no terminal then, so Java has no console. */
    @Test
    void aValueThatIsTypedIsNotShown() throws Exception {
        Canary canary = Canary.by("a terminal");
        Path sealed = folder.resolve("sealed.yaml");
        Process process = watched.startAtTerminal("exec \"$0\" \"$@\" > '" + sealed + "'", seal());
        watched.type(process, "nothing is shown", canary.value() + "\n", canary);
        watched.type(process, "once more", canary.value() + "\n", canary);

        watched.assertEnds(process, 0, canary);
        assertThat(sealed).content().contains("sealedValue: oc1.");
        assertThat(Canary.findings(List.of(canary), "the file", Files.readString(sealed)))
                .isEmpty();
    }

    /** The shell would show the rest, run it, and keep it in its history. */
    @Test
    void linesThatArePastedGoToNobodyElse() throws Exception {
        Canary canary = Canary.by("a terminal, of several lines");
        Path left = folder.resolve("left");
        Process process = watched.startAtTerminal(
                "\"$0\" \"$@\"; echo \"ended $?\"; stty -echo -icanon min 0 time 1; cat > '" + left + "'", seal());
        watched.type(process, "nothing is shown", "begin\n%1$s\n%1$s\n%1$s".formatted(canary.value()), canary);

        watched.assertEnds(process, 0, canary);
        assertThat(watched.screen()).contains("ended 3", "it takes one line, and more than one came");
        assertThat(left).isEmptyFile();
    }

    private List<String> seal(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "seal",
                "--keys",
                folder.resolve("key").toString(),
                "--namespace",
                "team-a",
                "--agent",
                "agent",
                "--key",
                "A_KEY"));
        arguments.addAll(List.of(more));
        return arguments;
    }
}
