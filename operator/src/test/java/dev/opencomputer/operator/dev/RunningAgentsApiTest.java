/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.dev.DevException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningAgentsApiTest {

    @TempDir
    private Path folder;

    @Test
    void ofAKeyThatCannotBeReadSaysThatTheDataFolderIsInTheWay() throws Exception {
        Path key = Files.createDirectory(folder.resolve("api-key"));

        assertThatExceptionOfType(DevException.class)
                .isThrownBy(() -> RunningAgentsApi.apiKey(key))
                .withMessageContaining(key.toString())
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.DATA_FOLDER));
    }

    @Test
    void ofAKeyThatCannotBeMadeSaysThatTheDataFolderIsInTheWay() {
        Path key = folder.resolve("none").resolve("api-key");

        assertThatExceptionOfType(DevException.class)
                .isThrownBy(() -> RunningAgentsApi.apiKey(key))
                .withMessageContaining(key.toString())
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.DATA_FOLDER));
    }
}
