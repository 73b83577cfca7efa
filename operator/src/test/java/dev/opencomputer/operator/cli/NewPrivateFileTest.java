/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewPrivateFileTest {

    @TempDir
    private Path folder;

    @Test
    void isForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("keys.json");

        NewPrivateFile.write(file, new byte[] {1, 2, 3});

        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void takesNoFilesPlace() throws IOException {
        Path file = Files.write(folder.resolve("keys.json"), new byte[] {1});

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> NewPrivateFile.write(file, new byte[] {2}));

        assertThat(file).hasBinaryContent(new byte[] {1});
        assertThat(files()).containsExactly(file);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
