/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.Main;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Types what the page about keys says of a Secret that is in no repository. */
@ExtendWith(ControlPlaneExtension.class)
class KeysSecretIT {

    private static final Path PAGE = Path.of("..", "docs", "facade-keys.md");
    private static final String FORMER = """
            keys:
              - name: former
                sha256: %s
                namespace: team-a
                serviceAccount: ci
            """.formatted("5b".repeat(32));

    @TempDir
    private Path folder;

    private TestCluster cluster;

    @BeforeEach
    void makeTheSecret(TestCluster given) {
        cluster = given;
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("facade-keys")
                        .withNamespace(cluster.namespace())
                        .addToLabels("kept", "yes")
                        .endMetadata()
                        .addToStringData("keys.yaml", FORMER)
                        .addToStringData("other", "kept")
                        .build())
                .create();
    }

    @Test
    void aKeyIsAddedAndAllElseStays() throws Exception {
        assertThat(type("")).isZero();

        assertThat(keys()).startsWith(FORMER).contains("name: \"nightly\"");
        assertThat(secret().getMetadata().getLabels()).containsEntry("kept", "yes");
        assertThat(secret().getData()).containsKey("other");
    }

    @Test
    void ofTwoWhoDoSoAtOnceNeitherOverwritesTheOther() throws Exception {
        String meanwhile = Base64.getEncoder()
                .encodeToString(FORMER.replace("former", "somebody-elses").getBytes(StandardCharsets.UTF_8));

        assertThat(type("kubectl patch secret facade-keys --namespace " + cluster.namespace()
                        + " --type merge --patch '{\"data\":{\"keys.yaml\":\"" + meanwhile + "\"}}'"))
                .isNotZero();

        assertThat(Files.readString(folder.resolve("out.txt"))).contains("Conflict");
        assertThat(keys()).contains("name: somebody-elses").doesNotContain("nightly");
    }

    /**
     * Types it.
     *
     * @param meanwhile what somebody else types while the key is made
     */
    private int type(String meanwhile) throws IOException, InterruptedException {
        Path program = folder.resolve("opencomputer-operator");
        Files.writeString(program, """
                #!/bin/sh
                %s >&2
                exec '%s' -cp '%s' %s "$@"
                """.formatted(
                        meanwhile.isEmpty() ? "true" : meanwhile,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        ProgramProcess.shippedClassPath(),
                        Main.class.getName()));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", commands())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile());
        shell.environment()
                .putAll(Map.of(
                        "KUBECONFIG", cluster.kubeconfig().toString(), "PATH", folder + ":" + System.getenv("PATH")));
        Process process = shell.start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String commands() throws IOException {
        Matcher block =
                Pattern.compile("```sh\n(VERSION=.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        return block.group(1).replace("opencomputer-system", cluster.namespace());
    }

    private String keys() {
        return new String(Base64.getDecoder().decode(secret().getData().get("keys.yaml")), StandardCharsets.UTF_8);
    }

    private Secret secret() {
        return cluster.client()
                .secrets()
                .inNamespace(cluster.namespace())
                .withName("facade-keys")
                .require();
    }
}
