/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that its owner alone may read, and that is there as a whole or not at all. */
final class NewPrivateFile {

    private NewPrivateFile() {}

    /**
     * Writes it.
     *
     * @throws FileAlreadyExistsException when there is something of that name, which stays
     */
    static void write(Path file, byte[] content) throws IOException {
        Path absolute = file.toAbsolutePath();
        FileAttribute<?>[] mode =
                absolute.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Path next = Files.createTempFile(absolute.getParent(), "." + absolute.getFileName(), ".tmp", mode);
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                // Else the name could be on the disk before the content is.
                channel.force(true);
            }
            put(next, absolute);
            force(absolute.getParent());
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** The name is on the disk too then; some systems open no folders, and see to that by themselves. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException notAFile) {
            // The file is whole, and its name follows in a moment.
        }
    }

    /** Unlike a move, a link never takes a file's place, whoever makes it at the same time; not every disk has them. */
    private static void put(Path next, Path file) throws IOException {
        try {
            Files.createLink(file, next);
        } catch (FileAlreadyExistsException there) {
            throw there;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(next, file);
        }
    }
}
