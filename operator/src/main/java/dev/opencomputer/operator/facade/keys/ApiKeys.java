/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API keys of a file that holds only their hashes. It is looked at for each request, so that a key works or is
 * refused as soon as the file says so. A file that cannot be used keeps the keys of the last one that could.
 */
public final class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    private final Path file;
    private final Content content;
    private volatile Loaded loaded;

    /**
     * Reads the file.
     *
     * @throws UnusableKeysException when it cannot be used; the message says why and what to do
     */
    public ApiKeys(Path file) {
        this(file, () -> Files.readAllBytes(file));
    }

    ApiKeys(Path file, Content content) {
        this.file = file;
        this.content = content;
        try {
            byte[] bytes = content.read();
            this.loaded = new Loaded(NewKey.sha256(bytes), KeysText.parse(bytes));
        } catch (IOException | WrongKeysException e) {
            throw UnusableKeysException.of(file, e);
        }
    }

    /** What stands in the file now. */
    interface Content {
        byte[] read() throws IOException;
    }

    /** The file's digest, empty while it cannot be read, and what it said when it could be used last. */
    private record Loaded(String digest, List<KeyEntry> entries) {}

    /**
     * The entry of a key; absent when there is none. Takes the same time for each key that nobody has.
     *
     * @param key what was shown
     * @return its entry, also when that has expired
     */
    public Optional<KeyEntry> entryOf(String key) {
        byte[] shown = ascii(NewKey.sha256(key));
        Optional<KeyEntry> found = Optional.empty();
        for (KeyEntry entry : current()) {
            if (MessageDigest.isEqual(ascii(entry.sha256()), shown)) {
                found = Optional.of(entry);
            }
        }
        return found;
    }

    private List<KeyEntry> current() {
        Loaded last = loaded;
        return last.digest().equals(digest()) ? last.entries() : reload();
    }

    private String digest() {
        try {
            return NewKey.sha256(content.read());
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * One at a time, and each with what the file says by then: who was slow to read what has been replaced in the meantime
     * does not put it back, with a key in it that was revoked.
     */
    private synchronized List<KeyEntry> reload() {
        Loaded last = loaded;
        try {
            byte[] bytes = content.read();
            String digest = NewKey.sha256(bytes);
            if (!digest.equals(last.digest())) {
                loaded = new Loaded(digest, reloaded(bytes, last.entries()));
            }
        } catch (IOException e) {
            if (!last.digest().isEmpty()) {
                LOG.error(
                        "The keys file {} cannot be read; the keys that were known stay valid: {}",
                        file,
                        UnusableKeysException.reason(e));
                loaded = new Loaded("", last.entries());
            }
        }
        return loaded.entries();
    }

    private List<KeyEntry> reloaded(byte[] bytes, List<KeyEntry> former) {
        try {
            List<KeyEntry> entries = KeysText.parse(bytes);
            LOG.info("The keys file {} was read again; number of keys: {}", file, entries.size());
            return entries;
        } catch (WrongKeysException e) {
            LOG.error(
                    "The new keys file {} cannot be used; the keys of the former stay valid: {}", file, e.getMessage());
            return former;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
