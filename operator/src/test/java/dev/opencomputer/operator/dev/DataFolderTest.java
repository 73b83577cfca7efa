/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path parent;

    @Test
    void keepsWhatPartsLeftInIt() throws Exception {
        try (DataFolder data = DataFolder.open(folder(), false)) {
            Files.writeString(data.part("logs").resolve("operator.log"), "kept");
        }
        try (DataFolder again = DataFolder.open(folder(), false)) {
            assertThat(again.part("logs").resolve("operator.log")).hasContent("kept");
        }
    }

    @Test
    void beginsAnewWhenAskedTo() throws Exception {
        try (DataFolder data = DataFolder.open(folder(), false)) {
            Files.writeString(data.part("logs").resolve("operator.log"), "old");
        }
        try (DataFolder fresh = DataFolder.open(folder(), true)) {
            assertThat(fresh.part("logs")).isEmptyDirectory();
        }
    }

    @Test
    void hasOneOwnerAtATime() {
        try (DataFolder data = DataFolder.open(folder(), false)) {
            assertThatExceptionOfType(DevException.class)
                    .isThrownBy(() -> DataFolder.open(data.path(), false))
                    .withMessageContaining("Another dev runs on")
                    .satisfies(refused -> assertThat(refused.reason()).isEqualTo(DevException.Reason.DATA_FOLDER));
        }
    }

    @Test
    void isFreeAgainAfterItWasClosed() {
        DataFolder.open(folder(), false).close();
        try (DataFolder again = DataFolder.open(folder(), false)) {
            assertThat(again.path()).isEqualTo(folder());
        }
    }

    @Test
    void refusesDataOfANewerVersion() throws Exception {
        DataFolder.open(folder(), false).close();
        Files.writeString(folder().resolve("data-version"), "2\n");

        assertThatExceptionOfType(DevException.class)
                .isThrownBy(() -> DataFolder.open(folder(), false))
                .withMessageContainingAll("newer version", "data version 2", "--fresh");
    }

    @Test
    void takesNoDamagedVersionForANewerOne() throws Exception {
        DataFolder.open(folder(), false).close();
        Files.writeString(folder().resolve("data-version"), "");

        assertThatExceptionOfType(DevException.class)
                .isThrownBy(() -> DataFolder.open(folder(), false))
                .withMessageContainingAll("data-version", "damaged", "--fresh");
    }

    @Test
    void throwsDataOfANewerVersionAwayWhenAskedTo() throws Exception {
        DataFolder.open(folder(), false).close();
        Files.writeString(folder().resolve("data-version"), "2\n");

        DataFolder.open(folder(), true).close();

        assertThat(folder().resolve("data-version")).hasContent("1\n");
    }

    @Test
    void neverEmptiesAFolderOfSomebodyElse() throws Exception {
        Path precious = Files.writeString(Files.createDirectory(folder()).resolve("thesis.txt"), "precious");

        assertThatExceptionOfType(DevException.class)
                .isThrownBy(() -> DataFolder.open(folder(), true))
                .withMessageContaining("not from dev");

        assertThat(precious).hasContent("precious");
    }

    @Test
    void removesTheEnvironmentFileOfARunThatWasKilled() throws Exception {
        DataFolder.open(folder(), false).close();
        Files.writeString(folder().resolve("env"), "export KUBECONFIG=gone");

        try (DataFolder data = DataFolder.open(folder(), false)) {
            assertThat(data.environment()).doesNotExist();
        }
    }

    @Test
    void saysWhichFolderItCannotUse() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatExceptionOfType(DevException.class)
                .isThrownBy(() -> DataFolder.open(file.resolve("below"), false))
                .withMessageContainingAll(file.toString(), "--data-dir");
    }

    private Path folder() {
        return parent.resolve("dev");
    }
}
