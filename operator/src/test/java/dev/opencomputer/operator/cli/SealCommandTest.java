/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.Sealer.Ended;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealCommandTest {

    private static final PrivateSealingKey KEY = PrivateSealingKey.generate();
    private static final byte[] VALUE = "sk-canary".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private String keyFile;

    @BeforeEach
    void saveKey() throws IOException {
        keyFile = Files.writeString(folder.resolve("key"), KEY.publicKey().base64() + "\n")
                .toString();
    }

    @Test
    void teachesHowItIsUsed() {
        assertThat(Sealer.seal("", "--help").out())
                .contains("printf %s", "--namespace", "OPENCOMPUTER_SEAL_NAMESPACE", "--keys", "Exit codes")
                .doesNotContain("%%");
    }

    @Test
    void printsACompleteAgentSecretThatOpensAtItsPlace() {
        Ended ended = Sealer.sealThere(VALUE, "--keys", keyFile);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().lines().map(line -> line.replaceFirst("oc1[.].*", "oc1...")))
                .containsExactly(
                        "apiVersion: opencomputer.dev/v1alpha1",
                        "kind: AgentSecret",
                        "metadata:",
                        "  name: issue-resolver-anthropic-api-key-8f2c257f",
                        "  namespace: team-a",
                        "spec:",
                        "  agentRef:",
                        "    name: issue-resolver",
                        "  key: ANTHROPIC_API_KEY",
                        "  sealedValue: oc1...");
        assertOpens(ended, VALUE);
    }

    @Test
    void takesHostsOneByOneAndTogether() {
        Ended ended = Sealer.sealThere(
                VALUE, "--keys", keyFile, "--allowed-hosts", "a.example,*.b.example", "--allowed-hosts", "c.example");

        assertThat(ended.manifest().at("/spec/allowedHosts"))
                .extracting(host -> host.asText())
                .containsExactly("a.example", "*.b.example", "c.example");
    }

    @Test
    void takesANameForTheObject() {
        Ended ended = Sealer.sealThere(VALUE, "--keys", keyFile, "--name", "anthropic.v2");

        assertThat(ended.manifest().at("/metadata/name").asText()).isEqualTo("anthropic.v2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123", "1e3", "0x1f", "0o7", "no", "on", "y", "null", "true", "2001-01-01"})
    void quotesWhatAReaderOfYamlCouldTakeForSomethingElse(String name) {
        Ended ended = Sealer.seal(
                "value", "--namespace", name, "--agent", name, "--key", "NO", "--name", name, "--keys", keyFile);

        assertThat(ended.out()).contains("name: \"" + name + "\"", "namespace: \"" + name + "\"", "key: \"NO\"");
        assertThat(ended.open(KEY)).isInstanceOf(Opening.Opened.class);
    }

    @Test
    void sealsTheLargestValue() {
        byte[] value = "x".repeat(128 * 1024).getBytes(StandardCharsets.UTF_8);

        assertOpens(Sealer.sealThere(value, "--keys", keyFile), value);
    }

    @Test
    void saysInOneLineWhyAValueCannotBeSealed() {
        byte[] latin1 = {'c', 'a', 'n', 'a', 'r', 'y', (byte) 0xe4};
        byte[] tooLarge = "canary ".repeat(20_000).getBytes(StandardCharsets.UTF_8);

        assertUnusable(new byte[0], "empty");
        assertUnusable(latin1, "not UTF-8");
        assertUnusable(tooLarge, "larger than 128 KiB");
    }

    @ParameterizedTest
    @CsvSource({
        "--namespace, Team_A, lowercase letters",
        "--agent, issue.resolver, lowercase letters",
        "--key, API-KEY, environment variable",
        "--key, 1KEY, environment variable",
        "--name, Name, lowercase letters",
        "--allowed-hosts, https://api.example.com, host name",
        "--allowed-hosts, 'a.example,A.EXAMPLE', twice",
        "--allowed-hosts, 'a.example,,b.example', host name"
    })
    void saysWhatAnOptionTakes(String option, String wrong, String rule) {
        Ended ended = Sealer.sealThere(VALUE, "--keys", keyFile, option, wrong);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains(option, rule);
        assertThat(ended.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--namespace", "--agent", "--key"})
    void saysWhichOptionIsMissing(String missing) {
        String[] arguments = Stream.concat(
                        Stream.of("--keys", keyFile),
                        Stream.of("--namespace", "--agent", "--key")
                                .filter(option -> !option.equals(missing))
                                .flatMap(option -> Stream.of(option, "a")))
                .toArray(String[]::new);

        Ended ended = Sealer.seal("value", arguments);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).startsWith("Missing option '" + missing + "'");
    }

    @Test
    void doesNotRepeatAWrongValueThatMayBeTheSecret() {
        Ended ended = Sealer.seal("value", "--namespace", "a", "--agent", "a", "--key", "sk-canary");

        assertThat(ended.err()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-canary",
                "--value=sk-canary",
                "--value sk-canary",
                "-k sk-canary",
                "-sk-canary",
                "--sk_canary",
                "sk-canary==",
                "--agent a sk-canary",
                "-o sk-canary",
                "--trailing-newline=sk-canary"
            })
    void takesNoValueFromTheCommandLineAndDoesNotRepeatIt(String arguments) {
        Ended ended = Sealer.seal("", arguments.split(" "));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isNotEmpty().doesNotContain("canary");
    }

    @Test
    void namesOptionsAndCommandsThatThereAreNot() {
        assertThat(Sealer.seal("", "--no-such-option=sk-canary").err())
                .startsWith("Unknown option: '--no-such-option'\n");
        assertThat(Sealer.seal("", "-o", "json").err())
                .startsWith("Invalid value for option '--output': give yaml or value");
        StringWriter err = new StringWriter();
        Main.commandLine().setErr(new PrintWriter(err)).execute("sael", "--from-file", "sk-canary");
        assertThat(err.toString()).startsWith("Unknown command: 'sael'").doesNotContain("canary");
    }

    @Test
    void saysThatAClusterDoesNotAnswer() throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                users: [{name: u, user: {}}]
                current-context: c
                """);

        Ended ended = Sealer.sealThere(VALUE, "--kubeconfig", kubeconfig.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains("opencomputer-system/opencomputer-sealing-keys", "does not answer", "--keys");
    }

    private static void assertOpens(Ended ended, byte[] value) {
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.open(KEY))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(value));
    }

    private void assertUnusable(byte[] value, String why) {
        Ended ended = Sealer.sealThere(value, "--keys", keyFile);

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err().lines()).singleElement().asString().contains(why).doesNotContain("canary");
        assertThat(ended.out()).isEmpty();
    }
}
