/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.keys.OperatorKeys;
import dev.opencomputer.operator.manifest.AgentSecretDocument;
import dev.opencomputer.operator.manifest.ManifestFile;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jar for laptops and pipelines, alone in an empty folder. */
@ExtendWith(ControlPlaneExtension.class)
class SealJarIT {

    private static final Path JAR = Path.of("target", "opencomputer-seal.jar").toAbsolutePath();
    private static final byte[] VALUE = "sk-canary".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private record Ended(int exitCode, String said) {}

    @Test
    void fetchesKeysSealsChecksAndReseals(TestCluster cluster) throws Exception {
        OperatorKeys keys = OperatorKeys.prepare(cluster.client(), cluster.namespace());
        String kubeconfig = cluster.kubeconfig().toString();

        Ended fetched = run(
                "seal",
                "--fetch-keys",
                "keys.yaml",
                "--kubeconfig",
                kubeconfig,
                "--operator-namespace",
                cluster.namespace());
        assertThat(fetched.said()).startsWith("Saved 1 public key to keys.yaml");

        Ended sealed = run(
                "seal",
                "--keys",
                "keys.yaml",
                "--namespace",
                cluster.namespace(),
                "--agent",
                "agent",
                "--key",
                "A_KEY",
                "--name",
                "secret");
        Path file = Files.writeString(folder.resolve("sealed.yaml"), sealed.said());
        AgentSecretDocument document = ManifestFile.read(file).agentSecrets().get(0);
        assertThat(keys.sealing()
                        .open(
                                document.sealedValue().orElseThrow(),
                                new SealingPlace(cluster.namespace(), "agent", "A_KEY")))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(VALUE));

        assertThat(run("seal", "--check", "sealed.yaml", "--keys", "keys.yaml"))
                .satisfies(ended -> assertThat(ended.said()).contains("current key"))
                .extracting(Ended::exitCode)
                .isEqualTo(0);

        new AgentSecrets(cluster)
                .createSealed("secret", "agent", "A_KEY", document.sealedValue().orElseThrow());
        assertThat(run("reseal", "sealed.yaml", "--kubeconfig", kubeconfig))
                .satisfies(ended -> assertThat(ended.said()).contains("the operator has not looked at it"))
                .extracting(Ended::exitCode)
                .isEqualTo(4);
    }

    @Test
    void saysThatWhatTheKubeconfigNamesIsOfNoUse() throws Exception {
        Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1", certificate-authority: none.crt}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                users: [{name: u, user: {}}]
                current-context: c
                """);

        assertThat(run("seal", "--fetch-keys", "keys.yaml", "--kubeconfig", "kubeconfig"))
                .satisfies(ended -> assertThat(ended.said())
                        .contains("the certificates or keys in the kubeconfig")
                        .doesNotContain("Error", "\tat "))
                .extracting(Ended::exitCode)
                .isEqualTo(1);
    }

    @Test
    void holdsTheLicencesOfWhatIsInItAndNothingOfTheOperator() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> entries = jar.stream().map(ZipEntry::getName).toList();

            assertThat(entries)
                    .contains(
                            "META-INF/LICENSE",
                            "META-INF/licenses/README.txt",
                            "META-INF/licenses/jackson-core/META-INF/NOTICE",
                            "META-INF/licenses/slf4j-api/META-INF/LICENSE.txt",
                            "META-INF/licenses/bcprov-jdk18on/META-INF/LICENSE.md")
                    .doesNotHaveDuplicates()
                    .noneMatch(entry -> entry.startsWith("dev/opencomputer/operator/controller"))
                    .noneMatch(entry -> entry.startsWith("dev/opencomputer/operator/cli/SealingKeys"))
                    .noneMatch(entry -> entry.endsWith(".SF"));
        }
        assertThat(JAR.toFile().length()).isLessThan(12_000_000);
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        Process process = builder.start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(VALUE);
        } catch (IOException notRead) {
            // Only one of the commands takes a value.
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(said));
    }
}
