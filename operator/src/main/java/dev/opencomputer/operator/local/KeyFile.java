/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import dev.opencomputer.operator.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file with one key in it, on one line, that only its owner may read. */
final class KeyFile {

    private final Path path;
    private final String what;

    /**
     * @param path where it is
     * @param what how the key is called in messages, as "API key"
     */
    KeyFile(Path path, String what) {
        this.path = path;
        this.what = what;
    }

    /** The key; absent when the file is not there, and an empty one is an error. */
    Optional<String> read() {
        try {
            String key = Files.readString(path).strip();
            if (key.isEmpty()) {
                throw new LocalServerException("The file " + path + " should hold the " + what + " but is empty; put"
                        + " the key there, or remove the file");
            }
            return Optional.of(key);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LocalServerException(
                    "The " + what + " can't be read from " + path + "; see that the file may be read and holds text",
                    e);
        }
    }

    /**
     * Makes the file, mode 0600. It is on disk when this returns, and never there with half a key in it.
     *
     * @param key what it will hold
     * @return the key
     */
    String create(String key) {
        Path folder = path.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            WholeFile.create(path, (key + "\n").getBytes(StandardCharsets.UTF_8));
            return key;
        } catch (IOException e) {
            throw new LocalServerException(
                    "The " + what + " can't be written to " + path + "; see its folder's permissions and the space"
                            + " that is left",
                    e);
        }
    }

    /** Makes a folder that only its owner may enter, unless it is there. */
    static void createFolder(Path folder) {
        try {
            Path parent = folder.toAbsolutePath().getParent();
            if (!Files.isDirectory(folder) && parent != null) {
                Files.createDirectories(parent);
                Files.createDirectories(folder, WholeFile.ownerOnlyFolder(parent));
            }
        } catch (IOException e) {
            throw new LocalServerException(
                    "The data folder " + folder + " can't be made; give one that can, with --data-dir", e);
        }
    }
}
