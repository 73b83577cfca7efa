/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.keys.backup.BackedUpKey;
import dev.opencomputer.operator.controller.keys.backup.KeyBackup;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What is wrong with the files of sealing keys and with the options about them is told before a cluster is asked. */
class SealingKeyFilesTest {

    private static final String PLAIN = "--plain";
    private static final String PASSPHRASE_FILE = "--passphrase-file";

    @TempDir
    private Path folder;

    private String passphrase;
    private String backup;

    private record Ended(int exitCode, String err) {}

    @BeforeEach
    void prepare() throws IOException {
        passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery")
                .toString();
        backup = folder.resolve("keys.json").toString();
    }

    @Test
    void noPlainFileIsRestoredWhereNobodySaysThatItIsPlain() throws IOException {
        writePlain();

        for (Ended ended : List.of(
                run(Map.of(), "restore", backup),
                run(Map.of(), "restore", backup, PASSPHRASE_FILE, passphrase),
                run(Map.of(PASSPHRASE_FILE, passphrase), "restore", backup))) {
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err())
                    .contains("keys.json cannot be restored: it is not encrypted", "Nothing was changed.")
                    .doesNotContain("API server");
        }
    }

    @Test
    void aPlainFileIsRestoredForWhoSaysThatItIsPlainAndNamesNoPassphrase() throws IOException {
        writePlain();

        for (Ended ended : List.of(
                run(Map.of(), "restore", backup, PLAIN),
                run(Map.of(PLAIN, "true"), "restore", backup),
                run(Map.of(PASSPHRASE_FILE, passphrase), "restore", backup, PLAIN))) {
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).contains("API server did not answer");
        }
        assertThat(run(Map.of(), "restore", backup, PLAIN, PASSPHRASE_FILE, passphrase)
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void noFileIsRestoredThatIsLargerThanAnyBackUp() throws IOException {
        byte[] keys = KeyBackup.plain(List.of(new BackedUpKey(PrivateSealingKey.generate(), Instant.EPOCH)));
        Files.write(Path.of(backup), Arrays.copyOf(keys, 1024 * 1024 + 1));

        Ended ended = run(Map.of(), "restore", backup);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("keys.json is larger than any back-up");
    }

    @Test
    void whatCannotBeReadIsToldWithWhatHelps() {
        Ended ended = run(Map.of(), "restore", backup);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("NoSuchFileException", "Name a back-up that you may read");
    }

    @Test
    void whoAsksForAPassphraseGetsNoPlainBackUpByTheEnvironment() {
        for (Ended ended : List.of(
                run(Map.of(PLAIN, "true"), "backup", backup, PASSPHRASE_FILE, passphrase),
                run(Map.of(PLAIN, "true", PASSPHRASE_FILE, passphrase), "backup", backup),
                run(Map.of(), "backup", backup, PLAIN, PASSPHRASE_FILE, passphrase),
                run(Map.of(PLAIN, "true"), "backup", backup, PLAIN, PASSPHRASE_FILE, passphrase))) {
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.err()).contains("contradict each other");
        }
    }

    @Test
    void whoAsksForAPlainBackUpGetsItWhateverTheEnvironmentNames() {
        for (Map<String, String> environment : List.of(
                Map.of(PASSPHRASE_FILE, passphrase),
                Map.of(PLAIN, "true"),
                Map.of(PLAIN, "true", PASSPHRASE_FILE, passphrase))) {
            Ended ended = run(environment, "backup", backup, PLAIN);

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).contains("API server did not answer");
        }
    }

    private void writePlain() throws IOException {
        Files.write(
                Path.of(backup),
                KeyBackup.plain(List.of(new BackedUpKey(PrivateSealingKey.generate(), Instant.EPOCH))));
    }

    private Ended run(Map<String, String> environment, String... arguments) {
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--kubeconfig", nowhere()));
        CommandLine command = CommandLines.withAnswers(new CommandLine(new SealingKeysCommand()));
        command.getSubcommands()
                .values()
                .forEach(each -> each.setDefaultValueProvider(
                        of -> of instanceof OptionSpec option ? environment.get(option.longestName()) : null));
        int exitCode = command.setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Ended(exitCode, err.toString());
    }

    private String nowhere() {
        try {
            return Files.writeString(folder.resolve("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                    contexts: [{name: c, context: {cluster: c, user: u}}]
                    users: [{name: u, user: {}}]
                    current-context: c
                    """).toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
