/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EnableKubernetesMockClient
class BundleTest {

    private KubernetesMockServer server;
    private KubernetesClient client;

    @TempDir
    Path folder;

    @Test
    void isForItsOwnerAloneFromItsFirstByteAndHasItsNameOnlyWhenItIsWhole() throws IOException {
        Path file = folder.resolve("report.zip");
        try (Bundle bundle = new Bundle(file)) {
            bundle.add("a.txt", "text");
            assertThat(file).doesNotExist();
            assertThat(folder).isDirectoryContaining(BundleTest::isForItsOwnerAlone);
            bundle.complete();
        }

        assertThat(folder.toFile().list()).containsExactly("report.zip");
        assertThat(isForItsOwnerAlone(file)).isTrue();
    }

    @Test
    void leavesNothingOfOneThatDidNotBecomeWhole() throws IOException {
        try (Bundle bundle = new Bundle(folder.resolve("report.zip"))) {
            bundle.add("a.txt", "text");
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void overwritesNoFileThatCameMeanwhile() throws IOException {
        Path file = folder.resolve("report.zip");
        try (Bundle bundle = new Bundle(file)) {
            Files.writeString(file, "mine");
            assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(bundle::complete);
        }

        assertThat(folder.toFile().list()).containsExactly("report.zip");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aReportThatCannotBeWrittenFailsAsSuchAndLeavesNothing() {
        // No server answers so; that the same entry comes twice is the one way to have a zip fail on a sound disk.
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/system/pods?limit=500"
                        + "&labelSelector=app.kubernetes.io/name%3Dopencomputer-operator")
                .andReturn(
                        200,
                        new PodListBuilder()
                                .addNewItem()
                                .withNewMetadata()
                                .withName("a")
                                .endMetadata()
                                .withNewSpec()
                                .addNewContainer()
                                .withName("operator")
                                .endContainer()
                                .addNewContainer()
                                .withName("operator")
                                .endContainer()
                                .endSpec()
                                .endItem()
                                .build())
                .always();
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/system/pods/a/log?container=operator&tailLines=1")
                .andReturn(200, "a line")
                .always();
        Report report = new Report(client, new ReportOptions("1", "system", Set.of(), List.of(), 1));

        assertThatExceptionOfType(ZipException.class).isThrownBy(() -> report.writeTo(folder.resolve("report.zip")));
        assertThat(folder).isEmptyDirectory();
    }

    private static boolean isForItsOwnerAlone(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .equals("rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
