/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyBackupTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PASSPHRASE = "correct horse battery".getBytes(StandardCharsets.UTF_8);

    /** As cheap as can be: what is tested is not how long it takes. */
    private static final Argon2Cost CHEAP = new Argon2Cost(8 * 1024, 1, 1);

    private static final List<BackedUpKey> KEYS = List.of(
            new BackedUpKey(PrivateSealingKey.generate(), Instant.parse("2026-01-01T00:00:00Z")),
            new BackedUpKey(PrivateSealingKey.generate(), Instant.parse("2026-04-01T12:00:00Z")));

    @Test
    void whatIsEncryptedIsReadWithItsPassphrase() throws UnusableBackupException {
        byte[] file = KeyBackup.encrypted(KEYS, PASSPHRASE);

        assertThat(KeyBackup.isEncrypted(file)).isTrue();
        assertThat(KeyBackup.read(file, PASSPHRASE)).isEqualTo(KEYS);
    }

    @Test
    void whatIsPlainIsReadWithoutOne() throws UnusableBackupException {
        byte[] file = KeyBackup.plain(KEYS);

        assertThat(KeyBackup.isEncrypted(file)).isFalse();
        assertThat(KeyBackup.read(file)).isEqualTo(KEYS);
    }

    @Test
    void anEncryptedFileShowsNothingOfTheKeysAndSaysHowItIsEncrypted() throws IOException {
        byte[] file = KeyBackup.encrypted(KEYS, PASSPHRASE);

        assertThat(text(file)).doesNotContain(KEYS.get(0).id().value(), seed(KEYS.get(0)), seed(KEYS.get(1)));
        assertThat(JSON.readTree(file).at("/encryption/kdf").asText()).isEqualTo("argon2id");
        assertThat(JSON.readTree(file).at("/encryption/memoryKiB").asInt()).isEqualTo(65_536);
        assertThat(JSON.readTree(file).at("/encryption/passes").asInt()).isEqualTo(3);
        assertThat(JSON.readTree(file).at("/encryption/lanes").asInt()).isEqualTo(4);
        assertThat(JSON.readTree(file).at("/encryption/cipher").asText()).isEqualTo("aes-256-gcm");
    }

    @Test
    void twoFilesOfTheSameKeysShareNothing() throws IOException {
        ObjectNode one = (ObjectNode) JSON.readTree(KeyBackup.encrypted(KEYS, PASSPHRASE, CHEAP));
        ObjectNode other = (ObjectNode) JSON.readTree(KeyBackup.encrypted(KEYS, PASSPHRASE, CHEAP));

        for (String field : List.of("/encryption/salt", "/encryption/nonce", "/content")) {
            assertThat(one.at(field)).isNotEqualTo(other.at(field));
        }
    }

    @Test
    void anotherPassphraseIsTold() {
        byte[] file = KeyBackup.encrypted(KEYS, PASSPHRASE, CHEAP);

        assertThatExceptionOfType(UnusableBackupException.class)
                .isThrownBy(() -> KeyBackup.read(file, "another passphrase".getBytes(StandardCharsets.UTF_8)))
                .withMessage("the passphrase is another one, or the file was damaged");
    }

    @Test
    void noFileThatWasChangedAnywhereIsRead() {
        byte[] file = KeyBackup.encrypted(KEYS, PASSPHRASE, CHEAP);
        SplittableRandom random = new SplittableRandom(7);
        for (int change = 0; change < 100; change++) {
            byte[] changed = file.clone();
            int at = random.nextInt(file.length);
            changed[at] = (byte) (changed[at] == 'A' ? 'B' : 'A');
            try {
                // White space, and what is not looked at, does not matter.
                assertThat(KeyBackup.read(changed, PASSPHRASE)).isEqualTo(KEYS);
            } catch (UnusableBackupException refused) {
                assertThat(refused).hasMessageNotContaining(seed(KEYS.get(0)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 0.5, 0.9, 0.99})
    void aFileThatWasCutShortIsTold(double part) {
        byte[] file = KeyBackup.encrypted(KEYS, PASSPHRASE, CHEAP);

        assertThatExceptionOfType(UnusableBackupException.class)
                .isThrownBy(() -> KeyBackup.read(Arrays.copyOf(file, (int) (file.length * part)), PASSPHRASE));
    }

    @ParameterizedTest
    @CsvSource({
        "memoryKiB, 262145",
        "memoryKiB, 2147483647",
        "memoryKiB, 8191",
        "memoryKiB, -1",
        "passes, 0",
        "passes, 11",
        "lanes, 0",
        "lanes, 17"
    })
    void aFileCannotTakeMoreThanItShould(String parameter, int value) throws IOException {
        ObjectNode file = (ObjectNode) JSON.readTree(KeyBackup.encrypted(KEYS, PASSPHRASE, CHEAP));
        ((ObjectNode) file.path("encryption")).put(parameter, value);

        assertThatExceptionOfType(UnusableBackupException.class)
                .isThrownBy(() -> KeyBackup.read(JSON.writeValueAsBytes(file), PASSPHRASE))
                .withMessageContaining(parameter + " is not between");
    }

    @Test
    void aPlainFileIsRefusedWhereAPassphraseIsGiven() {
        assertThatExceptionOfType(UnusableBackupException.class)
                .isThrownBy(() -> KeyBackup.read(KeyBackup.plain(KEYS), PASSPHRASE))
                .withMessageStartingWith("it is not encrypted, so it may be another file");
    }

    @Test
    void aKeyFromBeforeAllClocksIsRefused() {
        byte[] file = text(KeyBackup.plain(KEYS))
                .replace("2026-01-01T00:00:00Z", "-1000000000-01-01T00:00:00Z")
                .getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(UnusableBackupException.class)
                .isThrownBy(() -> KeyBackup.read(file))
                .withMessage("its key 1 says that it was made before 1970");
    }

    @Test
    void aFileOfANewerVersionIsTold() {
        byte[] file = text(KeyBackup.plain(KEYS)).replace("/v1", "/v2").getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(UnusableBackupException.class)
                .isThrownBy(() -> KeyBackup.isEncrypted(file))
                .withMessageContaining("newer version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"kind\": \"List\"}", "canary", "{\"format\": 1}"})
    void anotherFileIsToldWithoutBeingRepeated(String text) {
        assertThatExceptionOfType(UnusableBackupException.class)
                .isThrownBy(() -> KeyBackup.isEncrypted(text.getBytes(StandardCharsets.UTF_8)))
                .withMessageNotContaining("canary");
    }

    @Test
    void aKeyUnderTheIdOfAnotherIsTold() {
        String text = text(KeyBackup.plain(KEYS))
                .replace(KEYS.get(0).id().value(), KEYS.get(1).id().value());

        assertThatExceptionOfType(UnusableBackupException.class)
                .isThrownBy(() -> KeyBackup.read(text.getBytes(StandardCharsets.UTF_8)))
                .withMessage("its key 1 is another than its id says");
    }

    @Test
    void theKeyOfAPassphraseIsThatOfArgon2id() {
        // printf password | argon2 saltsaltsaltsalt -id -t 3 -k 65536 -p 4 -l 32 -r
        assertThat(HexFormat.of()
                        .formatHex(Argon2Cost.RECOMMENDED.key(
                                "password".getBytes(StandardCharsets.UTF_8),
                                "saltsaltsaltsalt".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("ac15942c3e63386a50cb7dab2ef19c9af40c56a2153409ab0ad7a45af500f1bc");
    }

    private static String seed(BackedUpKey key) {
        return Base64.getEncoder().encodeToString(key.key().seed());
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }
}
