/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFileTest {

    @TempDir
    private Path folder;

    @Test
    void givesAShellTheVeryValue() throws Exception {
        String value = "it's $HOME, `id` and \\ \"this\"";
        EnvironmentFile file = EnvironmentFile.write(folder.resolve("env"), Map.of("VALUE", value));

        Process shell = new ProcessBuilder(
                        "bash",
                        "-c",
                        ". \"$0\" && printf %s \"$VALUE\"",
                        file.path().toString())
                .start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {".dev/env", "/tmp/it's a \"$HOME\"/env", "/tmp/caf\u00e9/env"})
    void isOneWordForAShellWhereverItStands(String path) throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", "printf '%s|' " + EnvironmentFile.word(path)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(path + "|");
    }

    @Test
    void isForItsOwnerOnly() throws Exception {
        EnvironmentFile file = EnvironmentFile.write(folder.resolve("env"), Map.of("KEY", "secret"));

        assertThat(Files.getPosixFilePermissions(file.path())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void isGoneAfterwards() {
        EnvironmentFile.write(folder.resolve("env"), Map.of("KEY", "value")).close();

        assertThat(folder).isEmptyDirectory();
    }
}
