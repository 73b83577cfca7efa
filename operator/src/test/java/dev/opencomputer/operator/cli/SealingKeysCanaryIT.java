/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.Canary;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.OwnKeys;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A private key is in its Secret and in the file that it is backed up into, and nowhere else, however much is logged. */
@ExtendWith(ControlPlaneExtension.class)
class SealingKeysCanaryIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ALL_LOGS = "TRACE";

    @TempDir
    private Path folder;

    private final Canary passphrase = Canary.by("a passphrase");
    private final Canary wrong = Canary.by("a wrong passphrase");
    private final Set<String> seeds = new TreeSet<>();
    private final List<Path> outputs = new ArrayList<>();

    @Test
    void nothingOfAKeyOrAPassphraseIsAnywhereElse(TestCluster cluster) throws Exception {
        Path secrets = Files.createDirectory(folder.resolve("secret-files"));
        Path right = Files.writeString(secrets.resolve("passphrase"), passphrase.value());
        Path other = Files.writeString(secrets.resolve("wrong"), wrong.value());
        Path file = folder.resolve("keys.json");
        try (Scene scene = Scene.withoutOperator(cluster, secrets.resolve("local"), Dialect.LOCAL);
                OwnKeys keys = new OwnKeys(cluster);
                ProgramProcess operator = operator(cluster, scene, keys)) {
            await().atMost(SOON).until(() -> keys.published().get() != null);
            Secret old = keys.secrets().get(0);
            String oldId = keys.current().id().value();

            assertThat(run(cluster, "renew")).isZero();
            note(keys);
            assertThat(run(cluster, "list")).isZero();
            assertThat(run(cluster, "backup", file.toString(), "--passphrase-file", right.toString()))
                    .isZero();
            assertThat(run(cluster, "backup", secrets.resolve("plain.json").toString(), "--plain"))
                    .isZero();
            cluster.client().resource(old).delete();
            assertThat(run(cluster, "restore", file.toString(), "--passphrase-file", other.toString()))
                    .isEqualTo(1);
            assertThat(run(cluster, "restore", file.toString(), "--passphrase-file", right.toString()))
                    .isZero();
            await().atMost(SOON).until(() -> keys.published().get().getData().containsKey(oldId));
            keys.ageCurrent();
            assertThat(run(cluster, "retire", oldId)).isZero();

            operator.stop();
            assertThat(operator.output()).contains("Values are sealed with the key");
            assertThat(outputs).hasSize(7);
            assertThat(findings(secrets)).isEmpty();
            assertThat(seeds)
                    .hasSize(6)
                    .noneMatch(Serialization.asJson(keys.published().get())::contains);
        }
    }

    private void note(OwnKeys keys) {
        keys.secrets().forEach(secret -> {
            byte[] seed = Base64.getDecoder().decode(secret.getData().get("seed"));
            seeds.add(Base64.getEncoder().withoutPadding().encodeToString(seed));
            seeds.add(Base64.getUrlEncoder().withoutPadding().encodeToString(seed) + "=");
            seeds.add(HexFormat.of().formatHex(seed));
        });
    }

    /** The files, the temporary ones among them, that hold what only the given folder may hold. */
    private List<String> findings(Path allowed) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(allowed))
                    .filter(file -> isInside(text(file)))
                    .map(Path::toString)
                    .toList();
        }
    }

    private boolean isInside(String text) {
        return seeds.stream().anyMatch(text::contains) || passphrase.isIn(text) || wrong.isIn(text);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private int run(TestCluster cluster, String command, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("sealing-keys", command));
        arguments.addAll(Arrays.asList(more));
        arguments.addAll(
                List.of("--kubeconfig", cluster.kubeconfig().toString(), "--operator-namespace", cluster.namespace()));
        Path output = folder.resolve("output-" + outputs.size() + ".txt");
        outputs.add(output);
        try (ProgramProcess process = ProgramProcess.start(
                List.of("-Djava.io.tmpdir=" + folder),
                output,
                Map.of("OPENCOMPUTER_LOG_LEVEL", ALL_LOGS),
                arguments.toArray(String[]::new))) {
            return process.awaitEnd();
        }
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
