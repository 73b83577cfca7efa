/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.controller.keys.OperatorKeys;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.manifest.ManifestFile;
import dev.opencomputer.operator.testing.Canary;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.OwnKeys;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import dev.opencomputer.operator.testing.Traces;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A private key is in its Secret and in the file that it is backed up into, a passphrase and a value that is sealed anew are
 * in none but their own, however much is logged.
 */
@ExtendWith(ControlPlaneExtension.class)
class SealingKeysCanaryIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ALL_LOGS = "TRACE";

    @TempDir
    private Path folder;

    private final Canary passphrase = Canary.by("a passphrase");
    private final Canary wrong = Canary.by("a wrong passphrase");
    private final Canary value = Canary.by("a sealed value");
    private final Canary beside = Canary.by("a Secret in the same file");
    private final List<Canary> canaries = List.of(passphrase, wrong, value, beside);
    private final Set<String> seeds = new TreeSet<>();
    private final List<Path> outputs = new ArrayList<>();

    /** What may hold it all. */
    private Path secrets;

    @BeforeEach
    void prepare() throws IOException {
        secrets = Files.createDirectory(folder.resolve("secret-files"));
    }

    @Test
    void nothingOfAKeyAPassphraseOrAValueIsAnywhereElse(TestCluster cluster) throws Exception {
        Path right = Files.writeString(secrets.resolve("passphrase"), passphrase.value());
        Path other = Files.writeString(secrets.resolve("wrong"), wrong.value());
        Path file = folder.resolve("keys.json");
        try (Scene scene = Scene.withoutOperator(cluster, secrets.resolve("local"), Dialect.LOCAL);
                OwnKeys keys = new OwnKeys(cluster);
                ProgramProcess operator = operator(cluster, scene, keys)) {
            await().atMost(SOON).until(() -> keys.published().get() != null);
            Secret old = keys.secrets().get(0);
            String oldId = keys.current().id().value();
            scene.agents().create("resolver");
            String sealed = keys.seal("API_KEY", value.value());
            scene.secrets().createSealed("api-key", "resolver", "API_KEY", sealed);
            scene.secrets().awaitReady("api-key");

            assertThat(run(cluster, "sealing-keys", "renew")).isZero();
            note(keys);
            assertThat(run(cluster, "sealing-keys", "list")).isZero();
            carryOver(cluster, scene, sealed);
            assertThat(run(cluster, "sealing-keys", "backup", file.toString(), "--passphrase-file", right.toString()))
                    .isZero();
            assertThat(run(
                            cluster,
                            "sealing-keys",
                            "backup",
                            secrets.resolve("plain.json").toString(),
                            "--plain"))
                    .isZero();
            cluster.client().resource(old).delete();
            assertThat(run(cluster, "sealing-keys", "restore", file.toString(), "--passphrase-file", other.toString()))
                    .isEqualTo(1);
            assertThat(run(cluster, "sealing-keys", "restore", file.toString(), "--passphrase-file", right.toString()))
                    .isZero();
            await().atMost(SOON).until(() -> keys.published().get().getData().containsKey(oldId));
            keys.ageCurrent();
            assertThat(run(cluster, "sealing-keys", "retire", oldId)).isZero();

            operator.stop();
            assertThat(operator.output()).contains("Values are sealed with the key", "DEBUG SecretRun");
            assertThat(outputs).hasSize(10);
            assertThat(findings()).isEmpty();
            assertThat(seeds)
                    .hasSize(6)
                    .noneMatch(Serialization.asJson(keys.published().get())::contains);
            assertThat(new Traces(cluster, Set.of()).amongObjects(canaries)).isEmpty();
        }
    }

    @Test
    void aPassphraseThatIsTypedOrComesByADescriptorIsNowhereElse(TestCluster cluster) throws Exception {
        OperatorKeys.prepare(cluster.client(), cluster.namespace());
        WatchedCommand watched = new WatchedCommand(folder);
        String file = folder.resolve("keys.json").toString();
        String typed = passphrase.value() + "\n";
        Path kept = Files.writeString(secrets.resolve("passphrase"), typed);

        Process backup =
                watched.startAtTerminal("exec \"$0\" \"$@\"", arguments(cluster, "sealing-keys", "backup", file));
        watched.type(backup, "Passphrase for the back-up", typed, passphrase);
        watched.type(backup, "The same again", typed, passphrase);
        watched.assertEnds(backup, 0, passphrase);

        List<String> restore = arguments(cluster, "sealing-keys", "restore", file);
        Process restored = watched.startAtTerminal("exec \"$0\" \"$@\"", restore);
        watched.type(restored, "Passphrase of the back-up", typed, passphrase);
        watched.assertEnds(restored, 0, passphrase);

        Process byDescriptor =
                watched.startAtTerminal("exec \"$0\" \"$@\" --passphrase-file /dev/fd/3 3< '" + kept + "'", restore);
        watched.assertEnds(byDescriptor, 0, passphrase);
        assertThat(watched.screen()).contains("Was there");
        assertThat(findings()).isEmpty();
    }

    /** What the operator has sealed anew goes by way of a file, which has what nobody asks about, too. */
    private void carryOver(TestCluster cluster, Scene scene, String sealed) throws Exception {
        Path manifest = Files.writeString(
                secrets.resolve("api-key.yaml"), """
                {apiVersion: v1, kind: Secret, metadata: {name: beside}, stringData: {a: %s}}
                ---
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                metadata: {name: api-key, namespace: %s}
                spec: {agentRef: {name: resolver}, key: API_KEY, sealedValue: %s}
                """.formatted(beside.value(), cluster.namespace(), sealed));
        scene.secrets().awaitObject("api-key", secret -> secret.getStatus().getResealedValue() != null);

        assertThat(run(
                        cluster,
                        "seal",
                        "--fetch-keys",
                        folder.resolve("public.yaml").toString()))
                .isZero();
        assertThat(run(cluster, "seal", "--check", manifest.toString()))
                .as("it uses the old key")
                .isEqualTo(5);
        assertThat(run(cluster, "reseal", manifest.toString())).isZero();

        String resealed =
                ManifestFile.read(manifest).agentSecrets().get(0).sealedValue().orElseThrow();
        scene.secrets().edit("api-key", secret -> secret.getSpec().setSealedValue(resealed));
        scene.secrets().awaitObject("api-key", secret -> secret.getStatus().getResealedValue() == null);
        scene.secrets().awaitReady("api-key");
    }

    private void note(OwnKeys keys) {
        keys.secrets().forEach(secret -> {
            byte[] seed = Base64.getDecoder().decode(secret.getData().get("seed"));
            seeds.add(Base64.getEncoder().withoutPadding().encodeToString(seed));
            seeds.add(Base64.getUrlEncoder().withoutPadding().encodeToString(seed) + "=");
            seeds.add(HexFormat.of().formatHex(seed));
        });
    }

    /** The files, the temporary ones among them, that hold what only {@link #secrets} may hold. */
    private List<String> findings() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(secrets))
                    .filter(file -> isInside(text(file)))
                    .map(Path::toString)
                    .toList();
        }
    }

    private boolean isInside(String text) {
        return seeds.stream().anyMatch(text::contains) || canaries.stream().anyMatch(canary -> canary.isIn(text));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private int run(TestCluster cluster, String... command) throws InterruptedException {
        Path output = folder.resolve("output-" + outputs.size() + ".txt");
        outputs.add(output);
        try (ProgramProcess process = ProgramProcess.start(
                List.of("-Djava.io.tmpdir=" + folder),
                output,
                Map.of("OPENCOMPUTER_LOG_LEVEL", ALL_LOGS),
                arguments(cluster, command).toArray(String[]::new))) {
            return process.awaitEnd();
        }
    }

    private static List<String> arguments(TestCluster cluster, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of("--kubeconfig", cluster.kubeconfig().toString(), "--operator-namespace", cluster.namespace()));
        return arguments;
    }

    private ProgramProcess operator(TestCluster cluster, Scene scene, OwnKeys keys) {
        String url = scene.server().url().toString();
        return ProgramProcess.start(
                List.of("-Djava.io.tmpdir=" + folder),
                folder.resolve("operator.txt"),
                Map.of(
                        "OPENCOMPUTER_LOG_LEVEL",
                        ALL_LOGS,
                        "OPENCOMPUTER_API_URL",
                        url,
                        "OPENCOMPUTER_AGENTS_URL",
                        url,
                        "OPENCOMPUTER_API_KEY",
                        scene.server().apiKey()),
                "operator",
                "--leader-election=false",
                "--kubeconfig",
                keys.kubeconfig().toString(),
                "--operator-namespace",
                cluster.namespace(),
                "--namespaces",
                cluster.namespace(),
                "--monitoring-port",
                "0");
    }
}
