/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void replacesAFileAndLeavesNothingBesideIt() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before");

        AtomicFile.write(file, "after");

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
            AtomicFile.write(pipe, "text");

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

        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> AtomicFile.write(link, "text"));

        assertThat(link).isSymbolicLink();
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(link));
    }
}
