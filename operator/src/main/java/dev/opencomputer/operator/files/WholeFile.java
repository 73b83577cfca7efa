/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Files that are there whole or not at all, also after a crash. */
public final class WholeFile {

    /** What is done with a file that is written and not in its place yet. */
    public interface Step {

        /**
         * Does it.
         *
         * @param next the file
         */
        void with(Path next) throws IOException;
    }

    private WholeFile() {}

    /**
     * Writes a new file, for its owner alone.
     *
     * @throws FileAlreadyExistsException when there is something of that name, which stays
     */
    public static void create(Path file, byte[] content) throws IOException {
        write(file.toAbsolutePath(), content, ownerOnly(file), next -> link(next, file));
    }

    /**
     * Writes a file in place of what was there, for its owner alone unless somebody else is to have it.
     *
     * @param before what is done with it before it takes its place
     */
    public static void replace(Path file, byte[] content, Step before) throws IOException {
        write(file.toAbsolutePath(), content, ownerOnly(file), next -> {
            before.with(next);
            move(next, file);
        });
    }

    /**
     * Saves a text as an editor does. A file that is replaced keeps its permissions and, where this user may give it away,
     * its owner; a link is followed, so that the file it leads to is replaced. What is no file, such as a device, is
     * written to and stays.
     *
     * @param text what, as UTF-8
     * @throws IOException when that fails; then what was there is as it was
     */
    public static void save(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Files.isRegularFile(file)) {
            Path target = file.toRealPath();
            if (!Files.isWritable(target)) {
                // The folder alone decides whether a file can be replaced; who took away the right to write means more.
                throw new AccessDeniedException(target.toString());
            }
            replace(target, bytes, next -> keepOwnerAndPermissions(target, next));
        } else if (Files.exists(file)) {
            Files.write(file, bytes, StandardOpenOption.WRITE);
        } else if (Files.isSymbolicLink(file)) {
            throw new NoSuchFileException(Files.readSymbolicLink(file).toString());
        } else {
            write(file.toAbsolutePath(), bytes, new FileAttribute<?>[0], next -> move(next, file));
        }
    }

    /**
     * How files are made that their owner alone can read.
     *
     * @param near a path on their file system
     * @return nothing where that has no such modes, and folders decide
     */
    public static FileAttribute<?>[] ownerOnly(Path near) {
        return mode(near, "rw-------");
    }

    /**
     * How folders are made that their owner alone can enter.
     *
     * @param near a path on their file system
     * @return nothing where that has no such modes
     */
    public static FileAttribute<?>[] ownerOnlyFolder(Path near) {
        return mode(near, "rwx------");
    }

    private static FileAttribute<?>[] mode(Path near, String permissions) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void write(Path file, byte[] content, FileAttribute<?>[] mode, Step place) throws IOException {
        Path next = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        // Also when the process is stopped meanwhile: what stands there may be keys.
        next.toFile().deleteOnExit();
        FileChannel created =
                FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode);
        try {
            try (FileChannel channel = created) {
                ByteBuffer ahead = ByteBuffer.wrap(content);
                while (ahead.hasRemaining()) {
                    channel.write(ahead);
                }
                // Else the name could be on the disk before the content is.
                channel.force(true);
            }
            place.with(next);
        } finally {
            Files.deleteIfExists(next);
        }
        force(file.getParent());
    }

    /**
     * Brings a folder's list of names to disk.
     *
     * @throws IOException when the disk does not take it
     */
    public static void force(Path folder) throws IOException {
        FileChannel opened;
        try {
            opened = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException cannotBeOpened) {
            // Not every system opens folders, and those see to it by themselves.
            return;
        }
        try (FileChannel names = opened) {
            names.force(true);
        }
    }

    private static void move(Path next, Path file) throws IOException {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Unlike a move, a link never takes a file's place, whoever makes it at the same time; not every disk has them. */
    private static void link(Path next, Path file) throws IOException {
        try {
            Files.createLink(file, next);
        } catch (FileAlreadyExistsException there) {
            throw there;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(next, file);
        }
    }

    private static void keepOwnerAndPermissions(Path target, Path next) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes kept = Files.readAttributes(target, PosixFileAttributes.class);
        try {
            // The group first, and by itself: its members may set it, and the owner only root.
            view.setGroup(kept.group());
            view.setOwner(kept.owner());
        } catch (IOException mayNot) {
            // It is then this user's, as after an editor has written it.
        }
        view.setPermissions(kept.permissions());
    }
}
