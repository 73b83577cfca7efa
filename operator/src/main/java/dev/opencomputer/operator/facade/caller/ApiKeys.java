/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API keys of a file that holds only their hashes. It is looked at for each request, so that a key works or is
 * refused as soon as the file says so. A file that cannot be used keeps the keys of the last one that could.
 */
public final class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(KeysYaml.class);

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** What a ServiceAccount can be called. Nothing in it has a meaning in a user's name, as a colon would have. */
    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    private final Path file;
    private volatile Loaded loaded;

    /**
     * Reads the file.
     *
     * @throws UnusableKeysException when it cannot be used; the message says why and what to do
     */
    public ApiKeys(Path file) {
        this.file = file;
        try {
            byte[] content = Files.readAllBytes(file);
            this.loaded = new Loaded(sha256(content), parse(content));
        } catch (IOException | WrongKeysException e) {
            throw new UnusableKeysException(
                    "The keys file " + file + " cannot be used: " + reason(e) + ". Its form is in docs/facade.md.", e);
        }
    }

    /** The file's digest, empty while it cannot be read, and what it said when it could be used last. */
    private record Loaded(String digest, List<Entry> entries) {}

    private record Entry(String sha256, Caller caller) {}

    private record KeysYaml(@JsonProperty(required = true) List<KeyYaml> keys) {}

    private record KeyYaml(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String sha256,
            @JsonProperty(required = true) String namespace,
            @JsonProperty(required = true) String serviceAccount) {}

    /** The file that a facade was started with is of no use; the message is for a terminal. */
    public static final class UnusableKeysException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableKeysException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Says what is wrong with a file, without its content. */
    private static final class WrongKeysException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongKeysException(String message) {
            super(message);
        }
    }

    /** Whose key it is; absent when nobody has it. Takes the same time for each key that nobody has. */
    public Optional<Caller> callerOf(String key) {
        byte[] shown = ascii(sha256(key.getBytes(StandardCharsets.UTF_8)));
        Optional<Caller> found = Optional.empty();
        for (Entry entry : current()) {
            if (MessageDigest.isEqual(ascii(entry.sha256()), shown)) {
                found = Optional.of(entry.caller());
            }
        }
        return found;
    }

    private List<Entry> current() {
        Loaded last = loaded;
        try {
            byte[] content = Files.readAllBytes(file);
            String digest = sha256(content);
            if (!digest.equals(last.digest())) {
                last = new Loaded(digest, reloaded(content, last.entries()));
                loaded = last;
            }
        } catch (IOException e) {
            if (!last.digest().isEmpty()) {
                LOG.error("The keys file {} cannot be read; the keys that were known stay valid: {}", file, reason(e));
                loaded = new Loaded("", last.entries());
            }
        }
        return last.entries();
    }

    private List<Entry> reloaded(byte[] content, List<Entry> former) {
        try {
            List<Entry> entries = parse(content);
            LOG.info("The keys file {} was read again; number of keys: {}", file, entries.size());
            return entries;
        } catch (WrongKeysException e) {
            LOG.error("The new keys file {} cannot be used; the keys of the former stay valid: {}", file, reason(e));
            return former;
        }
    }

    private static List<Entry> parse(byte[] content) throws WrongKeysException {
        KeysYaml yaml;
        try {
            yaml = YAML.readValue(content);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new WrongKeysException("it is no YAML of keys, each with name, sha256, namespace and serviceAccount"
                    + (line > 0 ? " (line " + line + ")" : ""));
        } catch (IOException e) {
            throw new WrongKeysException("it is not text in UTF-8");
        }
        if (yaml == null || yaml.keys() == null) {
            throw new WrongKeysException("it has no list of keys");
        }
        Set<String> hashes = new HashSet<>();
        for (KeyYaml key : yaml.keys()) {
            if (key == null || key.name() == null || key.name().isBlank()) {
                throw new WrongKeysException("a key has no name");
            }
            check(key, hashes);
        }
        return yaml.keys().stream()
                .map(key -> new Entry(key.sha256(), new Caller(key.name(), key.namespace(), key.serviceAccount())))
                .toList();
    }

    private static void check(KeyYaml key, Set<String> hashes) throws WrongKeysException {
        require(fits(SHA_256, key.sha256()), key, "sha256 must be the 64 lowercase hex digits of the key's SHA-256");
        require(fits(NAMESPACE, key.namespace()), key, "namespace must be the name of a namespace");
        require(
                fits(SERVICE_ACCOUNT, key.serviceAccount()),
                key,
                "serviceAccount must be the name of a ServiceAccount");
        require(hashes.add(key.sha256()), key, "another key has the same sha256");
    }

    private static void require(boolean fits, KeyYaml key, String otherwise) throws WrongKeysException {
        if (!fits) {
            throw new WrongKeysException("key " + key.name() + ": " + otherwise);
        }
    }

    private static boolean fits(Pattern pattern, String text) {
        return text != null && pattern.matcher(text).matches();
    }

    private static String reason(Exception e) {
        return e instanceof WrongKeysException ? e.getMessage() : e.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
