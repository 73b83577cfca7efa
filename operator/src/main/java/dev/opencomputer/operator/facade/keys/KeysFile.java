/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes a keys file as a whole: who reads it sees what it was or what it is, and one change waits for another. */
public final class KeysFile {

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATELY =
            PosixFilePermissions.asFileAttribute(PRIVATE);

    private KeysFile() {}

    private interface Change {
        String apply(String text) throws WrongKeysException;
    }

    /**
     * An entry as it stands in a file that has no other.
     *
     * @param entry the entry
     * @return YAML
     */
    public static String text(KeyEntry entry) {
        return KeysText.of(List.of(entry));
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

    private static Optional<KeyEntry> named(String text, String name) throws WrongKeysException {
        return parsed(text).stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    private static List<KeyEntry> parsed(String text) throws WrongKeysException {
        return KeysText.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void change(Path given, Change change) {
        try {
            // What a link leads to is changed, and not the link.
            Path file = Files.exists(given) ? given.toRealPath() : given.toAbsolutePath();
            Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
            // The file itself cannot be locked: it is replaced.
            try (FileChannel channel = FileChannel.open(
                            lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PRIVATELY);
                    FileLock held = channel.lock()) {
                assert held.isValid();
                String text = Files.exists(file) ? Files.readString(file) : KeysText.of(List.of());
                String changed = change.apply(text);
                if (!changed.equals(text)) {
                    replace(file, changed);
                }
            }
        } catch (IOException | WrongKeysException e) {
            throw UnusableKeysException.unchanged(given, e);
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path next = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".tmp", PRIVATELY);
        try {
            Files.writeString(next, text);
            if (Files.exists(file)) {
                // The facade that reads it may run as somebody else.
                PosixFileAttributes former = Files.readAttributes(file, PosixFileAttributes.class);
                PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
                PosixFileAttributes ours = view.readAttributes();
                if (!ours.owner().equals(former.owner())) {
                    view.setOwner(former.owner());
                }
                if (!ours.group().equals(former.group())) {
                    view.setGroup(former.group());
                }
                view.setPermissions(former.permissions());
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
