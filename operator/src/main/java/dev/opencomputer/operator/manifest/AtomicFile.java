/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.UUID;

/** Files that are there whole or not at all, also after a crash. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes a file in place of what was there. A file that is replaced keeps its permissions and, where this user may
     * give it away, its owner; a link is followed, so that the file it leads to is replaced. What is no file, such as a
     * device, is written to and stays.
     *
     * @param file where
     * @param text what, as UTF-8
     * @throws IOException when that fails; then what was there is as it was
     */
    public static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean replaces = Files.exists(file);
        if (replaces && !Files.isRegularFile(file)) {
            Files.write(file, bytes, StandardOpenOption.WRITE);
            return;
        }
        if (!replaces && Files.isSymbolicLink(file)) {
            throw new NoSuchFileException(Files.readSymbolicLink(file).toString());
        }
        Path target = replaces ? file.toRealPath() : file.toAbsolutePath();
        if (replaces && !Files.isWritable(target)) {
            // The folder alone decides whether a file can be replaced; who took away the right to write means more.
            throw new AccessDeniedException(target.toString());
        }
        Path next = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        FileChannel created = FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            try (FileChannel channel = created) {
                if (replaces) {
                    keepOwnerAndPermissions(target, next);
                }
                ByteBuffer ahead = ByteBuffer.wrap(bytes);
                while (ahead.hasRemaining()) {
                    channel.write(ahead);
                }
                channel.force(true);
            }
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
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
