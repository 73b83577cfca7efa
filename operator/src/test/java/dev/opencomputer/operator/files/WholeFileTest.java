/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    Path folder;

    @Test
    void replacesAFileAndLeavesNothingBesideIt() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before");

        WholeFile.save(file, "after");

        assertThat(file).hasContent("after");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void writesToWhatIsNoFileInsteadOfReplacingIt() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path received = folder.resolve("received");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(received.toFile())
                .start();
        try {
            WholeFile.save(pipe, "text");

            assertThat(Files.isRegularFile(pipe)).isFalse();
            assertThat(reader.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(received).hasContent("text");
        } finally {
            reader.destroy();
        }
    }

    @Test
    void leavesALinkThatLeadsToNothing() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("none"));

        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> WholeFile.save(link, "text"));

        assertThat(link).isSymbolicLink();
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(link));
    }

    @Test
    void keepsTheModeOfWhatItReplaces() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        WholeFile.save(file, "after");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void createsAFileForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("keys.json");

        WholeFile.create(file, new byte[] {1, 2, 3});

        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void createsNothingInTheNameOfWhatIsThere() throws Exception {
        Path file = Files.write(folder.resolve("keys.json"), new byte[] {1});

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> WholeFile.create(file, new byte[] {2}));

        assertThat(file).hasBinaryContent(new byte[] {1});
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void replacesAFileByOneForItsOwnerAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before");

        WholeFile.replace(
                file,
                "after".getBytes(StandardCharsets.UTF_8),
                next -> assertThat(file).hasContent("before"));

        assertThat(file).hasContent("after");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void readsAFileThatHasAsMuchAsItMayHaveAndRefusesOneWithMore() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "1234");

        assertThat(BoundedFile.read(file, 4)).hasSize(4);
        assertThatExceptionOfType(TooLargeException.class).isThrownBy(() -> BoundedFile.read(file, 3));
    }
}
