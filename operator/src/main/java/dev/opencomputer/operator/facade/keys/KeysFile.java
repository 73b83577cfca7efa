/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import dev.opencomputer.operator.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes a keys file as a whole: who reads it sees what it was or what it is, and one change waits for another. */
public final class KeysFile {

    private KeysFile() {}

    private interface Change {
        String apply(String text) throws WrongKeysException;
    }

    /**
     * An entry as it stands in the list of keys.
     *
     * @param entry the entry
     * @return YAML
     */
    public static String text(KeyEntry entry) {
        return KeysText.item(entry);
    }

    /**
     * Adds an entry, and makes the file when it is not there.
     *
     * @param file the file
     * @param entry what is added
     * @throws UnusableKeysException when there is a key of that name already, or the file cannot be read or written;
     *     nothing was changed then
     */
    public static void add(Path file, KeyEntry entry) {
        change(file, text -> {
            if (named(text, entry.name()).isPresent()) {
                throw new WrongKeysException(
                        "it has a key " + entry.name() + " already; remove that entry first, or choose another name");
            }
            return KeysText.with(text, entry);
        });
    }

    /**
     * Sees to it that an entry is there as it is given, in the place of the one of its name.
     *
     * @param file the file
     * @param entry what it holds then
     * @throws UnusableKeysException when the file cannot be read or written; nothing was changed then
     */
    public static void put(Path file, KeyEntry entry) {
        change(file, text -> {
            Optional<KeyEntry> former = named(text, entry.name());
            if (former.isEmpty()) {
                return KeysText.with(text, entry);
            }
            List<KeyEntry> entries = new ArrayList<>(parsed(text));
            entries.set(entries.indexOf(former.get()), entry);
            return former.get().equals(entry) ? text : KeysText.of(entries);
        });
    }

    /**
     * Removes the entry of a name.
     *
     * @param file the file
     * @param name what the key is called
     * @throws UnusableKeysException when there is none, or the file cannot be read or written; nothing was changed then
     */
    public static void remove(Path file, String name) {
        change(file, text -> {
            if (named(text, name).isEmpty()) {
                throw new WrongKeysException("it has no key " + name);
            }
            return KeysText.without(text, name);
        });
    }

    private static Optional<KeyEntry> named(String text, String name) throws WrongKeysException {
        return parsed(text).stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    private static List<KeyEntry> parsed(String text) throws WrongKeysException {
        return KeysText.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One after the other in this process too: the lock is the process's. */
    private static synchronized void change(Path given, Change change) {
        try {
            Path file = changed(given);
            try (ChangeLock lock = ChangeLock.of(file)) {
                assert lock != null;
                String text = Files.exists(file) ? Files.readString(file) : "";
                // Nobody has put anything into it yet.
                String changed = change.apply(text.isBlank() ? KeysText.of(List.of()) : text);
                if (!changed.equals(text)) {
                    replace(file, changed);
                }
            }
        } catch (IOException | WrongKeysException e) {
            throw UnusableKeysException.unchanged(given, e);
        }
    }

    /** What a link leads to is changed, and not the link. */
    private static Path changed(Path given) throws IOException, WrongKeysException {
        if (Files.exists(given)) {
            return given.toRealPath();
        }
        if (Files.isSymbolicLink(given)) {
            throw new WrongKeysException("it is a link that leads nowhere");
        }
        return given.toAbsolutePath();
    }

    private static void replace(Path file, String text) throws IOException {
        WholeFile.replace(file, text.getBytes(StandardCharsets.UTF_8), next -> {
            if (Files.exists(file)) {
                handOver(file, next);
            }
        });
    }

    /** The facade that reads it may run as somebody else. */
    private static void handOver(Path former, Path next) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes theirs = Files.readAttributes(former, PosixFileAttributes.class);
        PosixFileAttributes ours = view.readAttributes();
        if (!ours.owner().equals(theirs.owner())) {
            view.setOwner(theirs.owner());
        }
        if (!ours.group().equals(theirs.group())) {
            view.setGroup(theirs.group());
        }
        view.setPermissions(theirs.permissions());
    }
}
