/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody finds who has the data folder, and what becomes of what he changes there. */
class EncryptionAtRestTest {

    private static final String VALUE = "a-value-that-nobody-may-see";

    @TempDir
    Path dataDir;

    @BeforeEach
    void putSecrets() throws IOException {
        try (LocalOpenComputer server = LocalOpenComputer.start(options())) {
            Caller caller = Caller.of(server);
            String id = caller.createStore("agent:x");
            caller.put("/api/secret-stores/" + id + "/secrets/FIRST", body(VALUE));
            caller.put("/api/secret-stores/" + id + "/secrets/SECOND", body("other"));
        }
        // As after a crash: the whole file's digest would find everything that these tests change.
        Files.delete(dataDir.resolve("opencomputer.mv.db.sha256"));
    }

    private static String body(String value) {
        return "{\"value\":\"" + value + "\",\"allowedHosts\":[\"a.example\"]}";
    }

    private LocalOptions options() {
        return LocalOptions.in(dataDir);
    }

    private Path file() {
        return dataDir.resolve("opencomputer.mv.db");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertStartIsRefused() {
        return assertThatThrownBy(() -> LocalOpenComputer.start(options())).isInstanceOf(LocalServerException.class);
    }

    private void edit(Consumer<MVMap<String, String>> change) {
        try (MVStore store = MVStore.open(file().toString())) {
            change.accept(store.openMap("secrets"));
        }
    }

    private static String key(MVMap<String, String> secrets, String name) {
        return secrets.keySet().stream()
                .filter(key -> key.endsWith("/" + name))
                .findFirst()
                .orElseThrow();
    }

    private static String changed(String entry, String field, UnaryOperator<String> change) {
        try {
            ObjectNode json = (ObjectNode) Json.MAPPER.readTree(entry);
            String text = json.get(field).isTextual()
                    ? json.get(field).asText()
                    : json.get(field).toString();
            return json.set(field, Json.MAPPER.readTree(change.apply(text))).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void holdsNoValueInTheClear() throws IOException {
        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1))
                .contains("FIRST")
                .doesNotContain(VALUE);
    }

    @Test
    void findsAFlippedBit() throws IOException {
        byte[] before = Files.readAllBytes(file());
        String text = new String(before, StandardCharsets.ISO_8859_1);
        int flipped = 0;
        for (int at = text.indexOf("\"sealed\":\""); at >= 0; at = text.indexOf("\"sealed\":\"", at + 1)) {
            // Another Base64 digit, so that the record itself stays readable.
            int digit = at + "\"sealed\":\"".length() + 30;
            before[digit] = (byte) (before[digit] == 'A' ? 'B' : 'A');
            flipped++;
        }
        Files.write(file(), before);

        assertThat(flipped).isPositive();
        assertStartIsRefused()
                .hasMessageContaining("agent:x")
                .hasMessageContaining("was changed on disk or copied")
                .hasMessageNotContaining(VALUE);
    }

    @Test
    void findsAnEntryThatWasCopiedToAnotherKey() {
        edit(secrets -> secrets.put(key(secrets, "SECOND"), secrets.get(key(secrets, "FIRST"))));

        assertStartIsRefused().hasMessageContaining("The secret SECOND in the store agent:x");
    }

    @Test
    void findsAHostThatWasAdded() {
        edit(secrets -> secrets.put(
                key(secrets, "FIRST"),
                changed(secrets.get(key(secrets, "FIRST")), "allowedHosts", hosts -> "[\"evil.example\"]")));

        assertStartIsRefused().hasMessageContaining("The secret FIRST in the store agent:x");
    }

    @Test
    void findsAValueThatWasCutShort() {
        edit(secrets -> secrets.put(
                key(secrets, "FIRST"), changed(secrets.get(key(secrets, "FIRST")), "sealed", value -> "\"AAAA\"")));

        assertStartIsRefused().hasMessageContaining("The secret FIRST in the store agent:x");
    }

    @Test
    void saysThatTheKeyIsAnother() throws IOException {
        Files.writeString(options().encryptionKeyFile(), "ab".repeat(32));

        assertStartIsRefused()
                .hasMessageContaining("is not the one that the data folder was written with")
                .hasMessageContaining("--encryption-key-file")
                .hasMessageNotContaining("abab");
    }

    @Test
    void saysThatTheKeyIsMissingAndMakesNoNewOne() throws IOException {
        Files.delete(options().encryptionKeyFile());

        assertStartIsRefused().hasMessageContaining("is missing");
        assertThat(options().encryptionKeyFile()).doesNotExist();
    }

    @Test
    void saysThatTheKeyIsNoKey() throws IOException {
        Files.writeString(options().encryptionKeyFile(), "ab".repeat(31) + "zz");

        assertStartIsRefused().hasMessageContaining("64 hexadecimal digits").hasMessageNotContaining("abab");
    }

    @Test
    void encryptsTheSameValueDifferentlyEachTime() {
        try (LocalOpenComputer server = LocalOpenComputer.start(options())) {
            String id = Caller.of(server)
                    .get("/api/secret-stores")
                    .body()
                    .at("/0/id")
                    .asText();
            Caller.of(server).put("/api/secret-stores/" + id + "/secrets/SECOND", body(VALUE));
            Caller.of(server).put("/api/secret-stores/" + id + "/secrets/THIRD", body(VALUE));
        }

        edit(secrets -> assertThat(secrets.values().stream()
                        .map(entry -> entry.replaceAll(".*\"sealed\":\"([^\"]*)\".*", "$1"))
                        .distinct())
                .hasSize(3));
    }
}
