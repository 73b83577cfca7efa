/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.keys.OperatorKeys;
import dev.opencomputer.operator.manifest.AgentSecretDocument;
import dev.opencomputer.operator.manifest.ManifestFile;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.Canary;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jar for laptops and pipelines, alone in an empty folder, which stays empty. */
@ExtendWith(ControlPlaneExtension.class)
class SealJarIT {

    private static final Path JAR = Path.of("target", "opencomputer-seal.jar").toAbsolutePath();
    private static final Canary VALUE = Canary.by("standard input");
    private static final Canary BESIDE = Canary.by("a Secret in the same file");

    @TempDir
    Path folder;

    private WatchedCommand watched;

    @BeforeEach
    void prepare() throws IOException {
        watched = new WatchedCommand(folder);
    }

    @Test
    void fetchesKeysSealsChecksAndReseals(TestCluster cluster) throws Exception {
        OperatorKeys keys = OperatorKeys.prepare(cluster.client(), cluster.namespace());
        String kubeconfig = cluster.kubeconfig().toString();
        String publicKeys = path("keys.yaml");

        assertThat(run(
                        0,
                        "seal",
                        "--fetch-keys",
                        publicKeys,
                        "--kubeconfig",
                        kubeconfig,
                        "--operator-namespace",
                        cluster.namespace()))
                .startsWith("Saved 1 public key to " + publicKeys);

        String sealed = run(
                0,
                "seal",
                "--keys",
                publicKeys,
                "--namespace",
                cluster.namespace(),
                "--agent",
                "agent",
                "--key",
                "A_KEY",
                "--name",
                "secret");
        Path file = Files.writeString(
                folder.resolve("sealed.yaml"),
                sealed + "---\n{apiVersion: v1, kind: Secret, metadata: {name: beside}, stringData: {a: "
                        + BESIDE.value() + "}}\n");
        AgentSecretDocument document = ManifestFile.read(file).agentSecrets().get(0);
        assertThat(keys.sealing()
                        .open(
                                document.sealedValue().orElseThrow(),
                                new SealingPlace(cluster.namespace(), "agent", "A_KEY")))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(bytes(VALUE)));

        assertThat(run(0, "seal", "--check", file.toString(), "--keys", publicKeys))
                .contains("current key");

        new AgentSecrets(cluster)
                .createSealed("secret", "agent", "A_KEY", document.sealedValue().orElseThrow());
        assertThat(run(4, "reseal", file.toString(), "--kubeconfig", kubeconfig))
                .contains("the operator has not looked at it");
    }

    @Test
    void saysThatWhatTheKubeconfigNamesIsOfNoUse() throws Exception {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1", certificate-authority: none.crt}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                users: [{name: u, user: {}}]
                current-context: c
                """);

        assertThat(run(1, "seal", "--fetch-keys", path("keys.yaml"), "--kubeconfig", kubeconfig.toString()))
                .contains("the certificates or keys in the kubeconfig")
                .doesNotContain("Error", "\tat ");
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

    /** What it says, with this exit code, and nothing else comes of what it is given. */
    private String run(int exitCode, String... arguments) throws Exception {
        Process process = watched.startJar(JAR, List.of(arguments));
        try (OutputStream input = process.getOutputStream()) {
            input.write(bytes(VALUE));
        } catch (IOException notRead) {
            // Only one of the commands takes a value.
        }
        watched.assertEnds(process, exitCode, VALUE, BESIDE);
        return watched.screen();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static byte[] bytes(Canary canary) {
        return canary.value().getBytes(StandardCharsets.UTF_8);
    }
}
