/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.dev.DevOptions.ExistingCluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigCopyTest {

    @TempDir
    private Path folder;

    private Path original;

    @BeforeEach
    void writeAKubeconfig() throws IOException {
        original =
                Files.writeString(Files.createDirectory(folder.resolve("kube")).resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: one
                contexts:
                - {name: one, context: {cluster: a, user: u}}
                - {name: two, context: {cluster: a, user: u}}
                clusters:
                - {name: a, cluster: {server: "https://a.example", certificate-authority: pki/ca.crt}}
                users:
                - {name: u, user: {token: very-secret}}
                """);
    }

    @Test
    void keepsTheCurrentContextUnlessAnotherIsNamed() throws IOException {
        assertThat(copy(Optional.empty()).getCurrentContext()).isEqualTo("one");
        assertThat(copy(Optional.of("two")).getCurrentContext()).isEqualTo("two");
    }

    @Test
    void leadsToTheSameFilesFromItsOwnFolder() throws IOException {
        assertThat(copy(Optional.empty()).getClusters().get(0).getCluster().getCertificateAuthority())
                .isEqualTo(folder.resolve("kube/pki/ca.crt").toString());
    }

    @Test
    void leavesTheOriginalAsItIs() throws IOException {
        String before = Files.readString(original);

        var unused = copy(Optional.of("two"));

        assertThat(original).hasContent(before);
    }

    @Test
    void namesTheContextsThatThereAre() {
        assertThatExceptionOfType(DevException.class)
                .isThrownBy(() -> copy(Optional.of("three")))
                .withMessageContainingAll("three", original.toString(), "one, two");
    }

    @Test
    void findsTheFileOfKubectlThatHasTheContext() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "apiVersion: v1\nkind: Config\n");
        ExistingCluster cluster = new ExistingCluster(Optional.empty(), Optional.of("two"));

        Path copy = KubeconfigCopy.write(cluster, Map.of("KUBECONFIG", other + ":" + original), folder.resolve("copy"));

        assertThat(read(copy).getCurrentContext()).isEqualTo("two");
    }

    @Test
    void quotesNothingOfAFileThatItCannotRead() throws IOException {
        Files.writeString(original, "users: {[ very-secret");

        assertThatExceptionOfType(DevException.class)
                .isThrownBy(() -> copy(Optional.empty()))
                .withMessageContaining(original.toString())
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("very-secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "clusters: [{name: a}]", "users: [{name: u}]"})
    void refusesAFileThatLacksParts(String content) throws IOException {
        Files.writeString(original, content);

        assertThatExceptionOfType(DevException.class)
                .isThrownBy(() -> copy(Optional.empty()))
                .withMessageContaining(original.toString());
    }

    private Config copy(Optional<String> context) throws IOException {
        return read(KubeconfigCopy.write(
                new ExistingCluster(Optional.of(original), context), Map.of(), folder.resolve("copy")));
    }

    private static Config read(Path file) throws IOException {
        return Serialization.unmarshal(Files.readString(file), Config.class);
    }
}
