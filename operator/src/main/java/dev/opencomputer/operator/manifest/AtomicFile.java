/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/** Files that are there whole or not at all, also after a crash. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes a file in place of what was there. A file that is replaced keeps its permissions and, where this user may
     * give it away, its owner; a link is followed, so that the file it leads to is replaced.
     *
     * @param file where
     * @param text what, as UTF-8
     * @throws IOException when that fails; then what was there is as it was
     */
    public static void write(Path file, String text) throws IOException {
        boolean replaces = Files.exists(file);
        Path target = replaces ? file.toRealPath() : file.toAbsolutePath();
        if (replaces && !Files.isWritable(target)) {
            // The folder alone decides whether a file can be replaced; who took away the right to write means more.
            throw new AccessDeniedException(target.toString());
        }
        Path next = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                if (replaces) {
                    keepOwnerAndPermissions(target, next);
                }
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
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
            view.setOwner(kept.owner());
            view.setGroup(kept.group());
        } catch (IOException onlyRootMay) {
            // It is then this user's, as after an editor has written it.
        }
        view.setPermissions(kept.permissions());
    }
}
