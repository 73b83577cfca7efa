/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.keys.ApiKeys;
import dev.opencomputer.operator.facade.keys.KeyEntry;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FacadeKeyCreateCommandTest {

    @TempDir
    private Path folder;

    private record Ended(int exitCode, String out, String err) {}

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Ended(program.execute(arguments), out.toString(), err.toString());
    }

    private static Ended create(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("facade-key", "create", "--name", "ci", "--namespace", "team-a", "--service-account", "bot"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void printsTheKeyAloneAndItsEntryBesideIt() throws Exception {
        Ended ended = create();

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).matches("ock_[0-9a-f]{64}\n");
        assertThat(ended.err())
                .doesNotContain(ended.out().strip())
                .startsWith("# Put this under keys: in the keys file.")
                .contains("\n  - name: \"ci\"\n");
        KeyEntry entry = new ApiKeys(Files.writeString(folder.resolve("keys.yaml"), "keys:\n" + ended.err()))
                .entryOf(ended.out().strip())
                .orElseThrow();
        assertThat(entry.name()).isEqualTo("ci");
        assertThat(entry.user()).isEqualTo("system:serviceaccount:team-a:bot");
        assertThat(entry.expires()).isEmpty();
    }

    @Test
    void addsTheEntryToTheFile() {
        Path file = folder.resolve("keys.yaml");

        Ended ended = create("--keys-file", file.toString());

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(new ApiKeys(file).entryOf(ended.out().strip())).isPresent();
        assertThat(file).content().doesNotContain(ended.out().strip());
    }

    @Test
    void refusesANameThatIsTaken() {
        Path file = folder.resolve("keys.yaml");
        create("--keys-file", file.toString());

        Ended ended = create("--keys-file", file.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).containsOnlyOnce("\n").contains("it has a key ci already");
    }

    @Test
    void saysWhatIsLeftWhenTheKeyCannotBePrinted() {
        Path file = folder.resolve("keys.yaml");
        StringWriter err = new StringWriter();
        Writer full = new FilterWriter(new StringWriter()) {
            @Override
            public void flush() throws IOException {
                throw new IOException("No space left on device");
            }
        };

        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(full))
                .setErr(new PrintWriter(err))
                .execute(
                        "facade-key",
                        "create",
                        "--name",
                        "ci",
                        "--namespace",
                        "team-a",
                        "--service-account",
                        "bot",
                        "--keys-file",
                        file.toString());

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString())
                .contains("could not be written to standard output", "Remove its entry, ci, from " + file);
    }

    @Test
    void makesAKeyThatExpires() {
        Path file = folder.resolve("keys.yaml");
        Instant before = Instant.now();

        Ended ended = create("--keys-file", file.toString(), "--expires-in", "90d");

        assertThat(new ApiKeys(file).entryOf(ended.out().strip()).orElseThrow().expires())
                .hasValueSatisfying(end -> assertThat(end)
                        .isBetween(
                                before.plus(Duration.ofDays(90)).minusSeconds(1),
                                Instant.now().plus(Duration.ofDays(90))));
    }

    @ParameterizedTest
    @CsvSource({
        "--name, a b, 'give 1 to 63 letters, digits'",
        "--namespace, Team, 'give the name of a namespace, not Team'",
        "--namespace, system:masters, give the name of a namespace",
        "--service-account, a:b, 'give the name of a ServiceAccount, not a:b'",
        "--expires-in, 0d, a key must be good for some time",
        "--expires-in, soon, 'write a whole number and ms, s, m, h or d'"
    })
    void saysWhichOptionIsWrong(String option, String value, String words) {
        List<String> arguments = new ArrayList<>(
                List.of("facade-key", "create", "--name", "ci", "--namespace", "team-a", "--service-account", "bot"));
        int at = arguments.indexOf(option);
        if (at < 0) {
            arguments.addAll(List.of(option, value));
        } else {
            arguments.set(at + 1, value);
        }

        Ended ended = run(arguments.toArray(String[]::new));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("Invalid value for option '" + option + "'", words);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void asksForWhatIsMissing() {
        Ended ended = run("facade-key", "create", "--name", "ci");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("Missing option '--namespace'");
        assertThat(run("facade-key").exitCode()).isEqualTo(2);
        assertThat(run("facade-key").err()).contains("Missing command", "Commands: create, remove");
    }

    @Test
    void teachesHowItIsUsed() {
        Ended help = run("facade-key", "create", "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("KEY=$(", "--keys-file", "OPENCOMPUTER_FACADE_KEYS_FILE", "Exit codes");
        assertThat(run("facade-key", "--help").out()).contains("create", "revoked");
    }
}
