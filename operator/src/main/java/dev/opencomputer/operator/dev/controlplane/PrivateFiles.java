/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner may read; writing is atomic, so a reader never sees half a file. */
public final class PrivateFiles {

    private PrivateFiles() {}

    /**
     * Makes a folder of mode 0700, with its parents; one that exists is left as it is.
     *
     * @param folder where
     * @return the folder
     */
    public static Path folder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Path parent = folder.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "could not make the folder " + folder + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * Writes a file of mode 0600 in place of what was there.
     *
     * @param file where
     * @param text what
     * @return the file
     */
    public static Path write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path temporary = Files.createTempFile(
                    folder,
                    "." + file.getFileName(),
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(temporary, text);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write " + file + ": " + failure.getMessage(), failure);
        }
    }
}
