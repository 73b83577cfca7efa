/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.keys.ApiKeys;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FacadeKeyRemoveCommandTest {

    @TempDir
    private Path folder;

    private Path file;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("keys.yaml");
    }

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Ended(program.execute(arguments), out.toString(), err.toString());
    }

    private String create(String name) {
        return run(
                        "facade-key",
                        "create",
                        "--name",
                        name,
                        "--namespace",
                        "team-a",
                        "--service-account",
                        "bot",
                        "--keys-file",
                        file.toString())
                .out()
                .strip();
    }

    @Test
    void revokesAKeyAndNoOther() {
        String ci = create("ci");
        String nightly = create("nightly");
        ApiKeys keys = new ApiKeys(file);

        Ended ended = run("facade-key", "remove", "--name", "ci", "--keys-file", file.toString());

        assertThat(ended).isEqualTo(new Ended(0, "", ""));
        assertThat(keys.entryOf(ci)).isEmpty();
        assertThat(keys.entryOf(nightly)).isPresent();
        assertThat(create("ci")).isNotEmpty();
    }

    @Test
    void saysThatThereIsNoSuchKey() {
        create("ci");

        Ended ended = run("facade-key", "remove", "--name", "cl", "--keys-file", file.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).containsOnlyOnce("\n").contains(file.toString(), "it has no key cl");
    }

    @Test
    void asksForWhatIsMissing() {
        assertThat(run("facade-key", "remove").err()).contains("Missing option '--name'");
        Ended ended = run("facade-key", "remove", "--name", "ci");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("Missing option '--keys-file'");
    }
}
