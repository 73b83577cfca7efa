/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a database that changes while nobody has it open. */
class CleanEndTest {

    @TempDir
    Path dataDir;

    @BeforeEach
    void leaveAnAgentAndAStore() {
        try (LocalOpenComputer server = start()) {
            Caller caller = Caller.of(server);
            caller.post("/v1/agents", "{\"id\":\"resolver\",\"display_name\":\"a-name-of-its-own\"}");
            caller.post("/api/secret-stores", "{\"name\":\"x\",\"egressAllowlist\":[\"only.example\"]}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-name-of-its-own", "only.example"})
    void findsAFlippedBitOutsideOfValuesToo(String text) throws IOException {
        byte[] content = Files.readAllBytes(file());
        int at = new String(content, StandardCharsets.ISO_8859_1).lastIndexOf(text);
        content[at] ^= 1;
        Files.write(file(), content);

        assertThat(at).isPositive();
        assertThatThrownBy(this::start)
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("damaged or was changed")
                .hasMessageContaining("--data-dir");
    }

    @Test
    void goesOnAfterAStartThatFailed() throws IOException {
        String key = Files.readString(dataDir.resolve("encryption-key"));
        Files.writeString(dataDir.resolve("encryption-key"), "ab".repeat(32));
        assertThatThrownBy(this::start).hasMessageContaining("encryption key");
        Files.writeString(dataDir.resolve("encryption-key"), key);

        try (LocalOpenComputer server = start()) {
            assertThat(Caller.of(server).get("/v1/agents").text()).contains("a-name-of-its-own");
        }
    }

    @Test
    void comparesNothingAfterACrash() throws IOException {
        LocalOpenComputer server = start();
        Path copy = Files.createDirectory(dataDir.resolve("copy"));
        for (String name : new String[] {"opencomputer.mv.db", "encryption-key", "api-key"}) {
            Files.copy(dataDir.resolve(name), copy.resolve(name));
        }

        assertThat(file().resolveSibling("opencomputer.mv.db.sha256")).doesNotExist();
        LocalOpenComputer.start(LocalOptions.in(copy)).close();
        server.close();
    }

    private LocalOpenComputer start() {
        return LocalOpenComputer.start(LocalOptions.in(dataDir));
    }

    private Path file() {
        return dataDir.resolve("opencomputer.mv.db");
    }
}
