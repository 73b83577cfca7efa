/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** The text of a back-up: JSON with a version, and the keys, encrypted to a passphrase or plain. */
public final class KeyBackup {

    /** The field that says what the file is. */
    static final String FORMAT = "format";

    private static final String VERSION_1 = "opencomputer-sealing-keys/v1";
    private static final String KEYS = "keys";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private KeyBackup() {}

    /** Writes keys that everybody can read who can read the file. */
    public static byte[] plain(Collection<BackedUpKey> keys) {
        ObjectNode file = file();
        put(file, keys);
        return bytes(file);
    }

    /**
     * Writes keys that only a passphrase opens.
     *
     * @param passphrase the passphrase in UTF-8, not empty
     */
    public static byte[] encrypted(Collection<BackedUpKey> keys, byte[] passphrase) {
        return encrypted(keys, passphrase, Argon2Cost.RECOMMENDED);
    }

    static byte[] encrypted(Collection<BackedUpKey> keys, byte[] passphrase, Argon2Cost cost) {
        ObjectNode content = JSON.createObjectNode();
        put(content, keys);
        ObjectNode file = file();
        byte[] plain = bytes(content);
        try {
            Envelope.seal(file, plain, passphrase, cost);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
        return bytes(file);
    }

    /**
     * Whether a passphrase is needed to read a back-up.
     *
     * @param file what was written
     * @throws UnusableBackupException when it is no back-up
     */
    public static boolean isEncrypted(byte[] file) throws UnusableBackupException {
        return Envelope.isIn(parse(file));
    }

    /**
     * Reads a plain back-up.
     *
     * @param file what was written
     * @throws UnusableBackupException when it is none, with why
     */
    public static List<BackedUpKey> read(byte[] file) throws UnusableBackupException {
        return keys(parse(file));
    }

    /**
     * Reads an encrypted back-up.
     *
     * @param file what was written
     * @param passphrase the passphrase in UTF-8
     * @throws UnusableBackupException when it is none, or is not encrypted, or the passphrase is another one, with why
     */
    public static List<BackedUpKey> read(byte[] file, byte[] passphrase) throws UnusableBackupException {
        JsonNode parsed = parse(file);
        if (!Envelope.isIn(parsed)) {
            // Who cannot open a back-up could put one with keys of their own in its place.
            throw new UnusableBackupException("it is not encrypted, so it may be another file than the one that was"
                    + " written; one that was made with --plain is restored with --plain");
        }
        byte[] plain = Envelope.open(parsed, passphrase);
        try {
            return keys(json(plain));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static ObjectNode file() {
        return JSON.createObjectNode().put(FORMAT, VERSION_1);
    }

    private static void put(ObjectNode into, Collection<BackedUpKey> keys) {
        ArrayNode list = into.putArray(KEYS);
        for (BackedUpKey key : keys) {
            list.addObject()
                    .put("id", key.id().value())
                    .put("created", key.created().toString())
                    .put("seed", Base64.getEncoder().encodeToString(key.key().seed()));
        }
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException onlyText) {
            throw new IllegalStateException(onlyText);
        }
    }

    private static JsonNode parse(byte[] file) throws UnusableBackupException {
        JsonNode parsed = json(file);
        String format = parsed.path(FORMAT).asText();
        if (!format.equals(VERSION_1)) {
            throw new UnusableBackupException(
                    format.startsWith("opencomputer-sealing-keys/")
                            ? "a newer version of this program made it"
                            : "it is no back-up of sealing keys");
        }
        return parsed;
    }

    private static JsonNode json(byte[] text) throws UnusableBackupException {
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            // Its message may quote what stands there.
            throw new UnusableBackupException("it is no JSON, so it was cut short or damaged, or is another file");
        }
    }

    private static List<BackedUpKey> keys(JsonNode content) throws UnusableBackupException {
        List<BackedUpKey> keys = new ArrayList<>();
        for (JsonNode entry : content.path(KEYS)) {
            keys.add(key(entry, keys.size() + 1));
        }
        if (keys.isEmpty()) {
            throw new UnusableBackupException("it holds no key");
        }
        return keys;
    }

    private static BackedUpKey key(JsonNode entry, int number) throws UnusableBackupException {
        try {
            BackedUpKey key = new BackedUpKey(
                    PrivateSealingKey.of(
                            Base64.getDecoder().decode(entry.path("seed").asText())),
                    Instant.parse(entry.path("created").asText()));
            if (!key.id().value().equals(entry.path("id").asText())) {
                throw new UnusableBackupException("its key " + number + " is another than its id says");
            }
            if (key.created().isBefore(Instant.EPOCH)) {
                // No clock says so, and what counts the age of a key would not get to its end.
                throw new UnusableBackupException("its key " + number + " says that it was made before 1970");
            }
            return key;
        } catch (IllegalArgumentException | DateTimeException damaged) {
            throw new UnusableBackupException("its key " + number + " cannot be read");
        }
    }
}
