/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts a content to a passphrase: Argon2id makes the key, AES-256-GCM encrypts, and binds how that was done. */
final class Envelope {

    private static final String ENCRYPTION = "encryption";
    private static final String CONTENT = "content";
    private static final String KDF = "argon2id";
    private static final String CIPHER = "aes-256-gcm";
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Envelope() {}

    static boolean isIn(JsonNode file) {
        return file.has(ENCRYPTION);
    }

    /** Encrypts a content into a file that holds its format so far. */
    static void seal(ObjectNode file, byte[] content, byte[] passphrase, Argon2Cost cost) {
        byte[] salt = random(SALT_BYTES);
        byte[] nonce = random(NONCE_BYTES);
        ObjectNode header = file.putObject(ENCRYPTION);
        header.put("kdf", KDF)
                .put("memoryKiB", cost.memoryKib())
                .put("passes", cost.passes())
                .put("lanes", cost.lanes())
                .put("salt", base64(salt))
                .put("cipher", CIPHER)
                .put("nonce", base64(nonce));
        byte[] key = cost.key(passphrase, salt);
        try {
            file.put(
                    CONTENT,
                    base64(cipher(Cipher.ENCRYPT_MODE, key, nonce, bound(file, header))
                            .doFinal(content)));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Decrypts it again. */
    static byte[] open(JsonNode file, byte[] passphrase) throws UnusableBackupException {
        JsonNode header = file.path(ENCRYPTION);
        if (!header.path("kdf").asText().equals(KDF)
                || !header.path("cipher").asText().equals(CIPHER)) {
            throw new UnusableBackupException(
                    "it is encrypted in a way that this version does not know; a newer one may have made it");
        }
        Argon2Cost cost;
        byte[] salt;
        byte[] nonce;
        byte[] content;
        try {
            cost = new Argon2Cost(
                    header.path("memoryKiB").asInt(),
                    header.path("passes").asInt(),
                    header.path("lanes").asInt());
            salt = bytes(header.path("salt"), SALT_BYTES);
            nonce = bytes(header.path("nonce"), NONCE_BYTES);
            content = Base64.getDecoder().decode(file.path(CONTENT).asText());
        } catch (IllegalArgumentException damaged) {
            throw new UnusableBackupException(
                    "what it says of its encryption cannot be right: " + damaged.getMessage());
        }
        byte[] key = cost.key(passphrase, salt);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, bound(file, header)).doFinal(content);
        } catch (GeneralSecurityException wrong) {
            throw new UnusableBackupException("the passphrase is another one, or the file was damaged");
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }

    /** Everything but the content, in the order in which it is written: the associated data of the encryption. */
    private static byte[] bound(JsonNode file, JsonNode header) {
        return String.join(
                        "\n",
                        file.path(KeyBackup.FORMAT).asText(),
                        header.path("kdf").asText(),
                        header.path("memoryKiB").asText(),
                        header.path("passes").asText(),
                        header.path("lanes").asText(),
                        header.path("salt").asText(),
                        header.path("cipher").asText(),
                        header.path("nonce").asText())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JsonNode base64, int length) {
        byte[] bytes = Base64.getDecoder().decode(base64.asText());
        if (bytes.length != length) {
            throw new IllegalArgumentException("salt or nonce has " + bytes.length + " bytes");
        }
        return bytes;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
