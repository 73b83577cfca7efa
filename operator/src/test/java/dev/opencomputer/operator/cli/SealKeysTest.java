/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.Sealer.Ended;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which public keys are used. */
class SealKeysTest {

    private static final PrivateSealingKey KEY = PrivateSealingKey.generate();

    @TempDir
    Path folder;

    private String keys;
    private String kubeconfig;

    @BeforeEach
    void prepare() throws IOException {
        keys = Files.writeString(folder.resolve("key"), KEY.publicKey().base64())
                .toString();
        kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                users: [{name: u, user: {}}]
                current-context: c
                """).toString();
    }

    @Test
    void asksTheClusterOfTheCommandLineAlsoWhereTheEnvironmentNamesAFile() {
        Ended ended = Sealer.sealIn(Map.of("--keys", keys), "--kubeconfig", kubeconfig);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("https://127.0.0.1:1", "does not answer");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void saysThatWhatTheKubeconfigNamesIsOfNoUse() throws IOException {
        Path broken = Files.writeString(
                folder.resolve("broken"),
                Files.readString(Path.of(kubeconfig))
                        .replace("https://127.0.0.1:1\"", "https://127.0.0.1:1\", certificate-authority: none.crt"));

        Ended ended = Sealer.sealIn(Map.of(), "--kubeconfig", broken.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("could not be read from the ConfigMap", "the certificates or keys in the kubeconfig");
    }

    @Test
    void asksTheClusterWhoseContextIsNamedAlsoWhereTheEnvironmentNamesAFile() {
        Ended ended = Sealer.sealIn(Map.of("--keys", keys, "--kubeconfig", kubeconfig), "--context", "c");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("https://127.0.0.1:1", "does not answer");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void checksAgainstTheClusterOfTheCommandLineAlsoWhereTheEnvironmentNamesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("f.yaml"), "kind: AgentSecret\n");

        Ended ended = Sealer.checkIn(Map.of("--keys", keys), file, "--kubeconfig", kubeconfig);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("does not answer");
    }

    @Test
    void takesTheFileOfTheEnvironmentWhereTheCommandLineNamesNothing() {
        Ended ended = Sealer.sealIn(Map.of("--keys", keys, "--kubeconfig", kubeconfig));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @Test
    void takesTheFileOfTheCommandLineWhereTheEnvironmentNamesACluster() {
        Ended ended = Sealer.sealIn(Map.of("--kubeconfig", kubeconfig), "--keys", keys);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @Test
    void asksTheClusterWhereItsOperatorsNamespaceIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("f.yaml"), "kind: AgentSecret\n");

        Ended ended = Sealer.checkIn(Map.of(), file, "--operator-namespace", "No_Name");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("the name of a namespace");
    }

    @ParameterizedTest
    @CsvSource({"--trusted-sealing-keys, 16 lowercase hex digits", "--allowed-hosts, host name"})
    void takesNothingForNoListOfNothings(String option, String rule) {
        for (String nothings : new String[] {"", ",", ",,"}) {
            Ended ended = Sealer.sealThere(new byte[] {'v'}, "--keys", keys, option, nothings);

            assertThat(ended.exitCode()).as(nothings).isEqualTo(2);
            assertThat(ended.err()).contains(option, rule);
            assertThat(ended.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "%s,", ",%s"})
    void trustsNobodyElseWhenAVariableWithAnIdIsNotSet(String pin) {
        Ended ended = Sealer.sealIn(Map.of(
                "--keys",
                keys,
                "--trusted-sealing-keys",
                pin.formatted(KEY.publicKey().id())));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
    }
}
