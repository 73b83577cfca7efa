/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.OperatorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the operator makes of its options, and refuses before it asks a cluster anything. */
class OperatorCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void neverTakesAnotherContextThanTheOneThatWasNamed() throws IOException {
        assertThat(run("--kubeconfig", kubeconfig(), "--context", "nowhere")).isEqualTo(2);

        assertThat(err.toString()).contains("there is no context nowhere; there are: one, two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",team-a", "Team_A", "team-a, team-b"})
    void neverTakesAnEmptyOrImpossibleNamespaceForAll(String namespaces) throws IOException {
        assertThat(run("--kubeconfig", kubeconfig(), "--namespaces=" + namespaces))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--namespaces", "is no namespace's name");
    }

    @ParameterizedTest
    @CsvSource({"1h, PT1H", "30d, P30D", "0, PT0S"})
    void renewsTheSealingKeyAtTheAgeThatIsGiven(String age, Duration renewal) throws IOException {
        assertThat(options("--sealing-key-renewal", age).sealingKeyRenewal()).isEqualTo(renewal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"59m", "3599s"})
    void neverRenewsTheSealingKeyMoreThanOnceAnHour(String age) throws IOException {
        assertThat(run("--kubeconfig", kubeconfig(), "--sealing-key-renewal", age))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--sealing-key-renewal", "give 1h or more, or 0 for never");
    }

    @Test
    void followsAtOnceTheSecretsThatTheSelectorPicksAndAllWithoutOne() throws IOException {
        assertThat(options("--secret-selector", "example.com/source=yes").secretSelector())
                .contains("example.com/source=yes");
        assertThat(options().secretSelector()).isEmpty();
    }

    /** What the operator would run with. */
    private OperatorOptions options(String... options) throws IOException {
        OperatorCommand command = new OperatorCommand();
        new CommandLine(command)
                .parseArgs(Stream.concat(
                                Stream.of("--connection-dir", folder.toString(), "--kubeconfig", kubeconfig()),
                                Stream.of(options))
                        .toArray(String[]::new));
        return command.options();
    }

    private int run(String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "operator";
        all[1] = "--connection-dir";
        all[2] = folder.toString();
        System.arraycopy(options, 0, all, 3, options.length);
        return Main.commandLine().setErr(new PrintWriter(err, true)).execute(all);
    }

    private String kubeconfig() throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                        apiVersion: v1
                        kind: Config
                        current-context: one
                        contexts:
                        - {name: one, context: {cluster: a, user: u}}
                        - {name: two, context: {cluster: a, user: u}}
                        clusters:
                        - {name: a, cluster: {server: "https://127.0.0.1:1"}}
                        users:
                        - {name: u, user: {token: hush}}
                        """).toString();
    }
}
