/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping and starting again. */
class LocalStartTest {

    @TempDir
    Path folder;

    private LocalOptions options() {
        return LocalOptions.in(folder.resolve("data"));
    }

    @Test
    void keepsWhatItWasGivenOverARestart() {
        String before;
        try (LocalOpenComputer server = LocalOpenComputer.start(options())) {
            Caller.of(server).post("/v1/agents", """
                            {"id": "resolver", "display_name": "R", "config": {"snapshot": "v1", "env": {"A": "b"}},
                             "secrets": {"TOKEN": "s3cret"}}
                            """);
            before = everything(server);
        }

        try (LocalOpenComputer server = LocalOpenComputer.start(options())) {
            assertThat(everything(server)).isEqualTo(before);
            assertThat(server.secretValue("agent:resolver", "TOKEN")).contains("s3cret");
        }
    }

    private static String everything(LocalOpenComputer server) {
        Caller caller = Caller.of(server);
        var stores = caller.get("/api/secret-stores");
        String id = stores.body().at("/0/id").asText();
        return caller.get("/v1/agents").text()
                + stores.text()
                + caller.get("/api/secret-stores/" + id + "/secrets").text();
    }

    @Test
    void makesItsKeysAtTheFirstStartAndKeepsThem() throws IOException {
        String first;
        try (LocalOpenComputer server = LocalOpenComputer.start(options())) {
            first = server.apiKey();
        }

        try (LocalOpenComputer server = LocalOpenComputer.start(options())) {
            assertThat(server.apiKey()).isEqualTo(first).matches("osb_[0-9a-f]{48}");
        }
        assertThat(Files.readString(options().encryptionKeyFile())).matches("[0-9a-f]{64}\n");
    }

    @Test
    void letsNobodyElseReadItsKeys() throws IOException {
        LocalOpenComputer.start(options()).close();

        for (Path key : new Path[] {options().apiKeyFile(), options().encryptionKeyFile()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(options().dataDir())))
                .isEqualTo("rwx------");
    }

    @Test
    void usesTheKeysThatItIsGiven() throws IOException {
        Path apiKey = Files.writeString(folder.resolve("given-api-key"), "osb_given\n");
        Path encryptionKey = Files.writeString(folder.resolve("given-encryption-key"), "ab".repeat(32));

        try (LocalOpenComputer server =
                LocalOpenComputer.start(options().withApiKeyFile(apiKey).withEncryptionKeyFile(encryptionKey))) {
            assertThat(server.apiKey()).isEqualTo("osb_given");
            assertThat(Caller.of(server).get("/v1/agents").status()).isEqualTo(200);
        }
        assertThat(options().dataDir()).isDirectoryNotContaining("glob:**key*");
    }

    @Test
    void startsOnTheSamePortAgainWhileOldConnectionsLinger() {
        int port;
        try (LocalOpenComputer server = LocalOpenComputer.start(options())) {
            port = server.url().getPort();
            Caller.of(server).get("/v1/agents");
        }

        try (LocalOpenComputer server = LocalOpenComputer.start(options().withPort(port))) {
            assertThat(Caller.of(server).get("/v1/agents").status()).isEqualTo(200);
        }
    }

    @Test
    void refusesAFolderThatIsInUse() {
        try (LocalOpenComputer server = LocalOpenComputer.start(options())) {
            assertThatThrownBy(() -> LocalOpenComputer.start(options()))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessageContaining("in use by another")
                    .hasMessageContaining("--data-dir");
            assertThat(Caller.of(server).get("/v1/agents").status()).isEqualTo(200);
        }
    }

    @Test
    void refusesAPortThatIsTakenAndLetsTheFolderGo() {
        try (LocalOpenComputer other = LocalOpenComputer.start(LocalOptions.in(folder.resolve("other")))) {
            LocalOptions taken = options().withPort(other.url().getPort());

            assertThatThrownBy(() -> LocalOpenComputer.start(taken))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessageContaining(taken.host() + ":" + taken.port())
                    .hasMessageContaining("--port");
        }
        LocalOpenComputer.start(options()).close();
    }

    @Test
    void refusesDataOfANewerVersionAndLeavesItAlone() throws IOException {
        LocalOpenComputer.start(options()).close();
        Path file = options().dataDir().resolve("opencomputer.mv.db");
        try (MVStore store = MVStore.open(file.toString())) {
            store.setStoreVersion(Database.FORMAT + 1);
        }
        Files.delete(file.resolveSibling("opencomputer.mv.db.sha256"));
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> LocalOpenComputer.start(options()))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("newer version")
                .hasMessageContaining("--data-dir");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        Files.createDirectories(options().dataDir());
        Files.writeString(options().dataDir().resolve("opencomputer.mv.db"), "no database".repeat(2000));

        assertThatThrownBy(() -> LocalOpenComputer.start(options()))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void refusesAnEmptyApiKeyFile() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThatThrownBy(() -> LocalOpenComputer.start(options().withApiKeyFile(empty)))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining(empty.toString())
                .hasMessageContaining("is empty");
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> LocalOpenComputer.start(LocalOptions.in(file.resolve("data"))))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("can't be made");
    }
}
