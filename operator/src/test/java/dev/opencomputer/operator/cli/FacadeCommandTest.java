/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FacadeCommandTest {

    private static final String CLUSTER = """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {}}]
            """;

    @TempDir
    Path folder;

    private record Ended(int exitCode, String out, String err) {}

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new FacadeCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }

    @Test
    void teachesHowItIsUsed() {
        Ended help = run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("--keys-file", "OPENCOMPUTER_FACADE_KEYS_FILE", "curl", "Exit codes");
    }

    @ParameterizedTest
    @CsvSource({
        "--trusted-proxies, proxy.example.com, 'proxy.example.com is no address and no network'",
        "--trusted-proxies, '10.0.0.0/8,10.0.0.1/8', '10.0.0.1/8 is no address'",
        "--default-namespace, Team, Team is no name of a namespace",
        "--trusted-sealing-keys, 'ABC', 'the id of a sealing key is 16 lowercase hex digits'",
        "--trusted-sealing-keys, ',', 'the id of a sealing key is 16 lowercase hex digits'",
        "--trusted-sealing-keys, ',,', 'the id of a sealing key is 16 lowercase hex digits'",
        "--trusted-sealing-keys, '0123456789abcdef,', 'the id of a sealing key is 16 lowercase hex digits'"
    })
    void saysWhichOptionIsWrong(String option, String value, String words) throws Exception {
        Ended ended = run("--kubeconfig", kubeconfig(), option, value);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("Invalid value for option '" + option + "': " + words);
    }

    @Test
    void saysWhatIsWrongWithTheKeysFile() throws Exception {
        Path keys = Files.writeString(folder.resolve("keys.yaml"), "keys: [{name: ci, sha256: secret}]");

        Ended ended = run("--keys-file", keys.toString(), "--kubeconfig", kubeconfig());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains(keys.toString(), "docs/facade-keys.md").doesNotContain("\tat ");
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        Path keys = Files.writeString(folder.resolve("keys.yaml"), "keys: []");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String port = Integer.toString(taken.getLocalPort());

            Ended ended = run("--keys-file", keys.toString(), "--kubeconfig", kubeconfig(), "--port", port);

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).containsOnlyOnce("\n").contains("Can't listen on 127.0.0.1:" + port, "--port");
        }
    }

    @Test
    void saysThatTheKubeconfigIsNone() {
        Ended ended = run(
                "--keys-file",
                "keys.yaml",
                "--kubeconfig",
                folder.resolve("nothing").toString());

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("Invalid value for option '--kubeconfig'", "cannot be read");
    }

    private String kubeconfig() throws Exception {
        return Files.writeString(folder.resolve("kubeconfig"), CLUSTER).toString();
    }
}
