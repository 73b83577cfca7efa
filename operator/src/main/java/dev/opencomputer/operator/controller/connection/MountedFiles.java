/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the files of a mounted Secret, all of the same version. The kubelet writes a new version into a folder of its
 * own and then turns the link {@code ..data} to it at one stroke; what a folder without that link holds is read as it is.
 */
final class MountedFiles {

    private static final String DATA = "..data";

    /** More exchanges than this within one reading are no rotation. */
    private static final int MOST_TRIES = 3;

    /** Reads one file as text. */
    @FunctionalInterface
    interface Reader {
        String read(Path file) throws IOException;
    }

    /** A file that is there and cannot be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String name;

        private Unreadable(String name, IOException cause) {
            super(cause);
            this.name = name;
        }

        /** The file's name. */
        String fileName() {
            return name;
        }

        /** What is the matter, in a word that repeats nothing of the file. */
        String problem() {
            return getCause().getClass().getSimpleName();
        }
    }

    private final Path folder;
    private final Reader reader;

    MountedFiles(Path folder, Reader reader) {
        this.folder = folder;
        this.reader = reader;
    }

    /**
     * Reads files of one version.
     *
     * @param names the files' names
     * @return what those that are there hold, by name
     */
    Map<String, String> read(Iterable<String> names) throws Unreadable {
        Path version = version();
        for (int tries = 1; ; tries++) {
            Map<String, String> texts = new HashMap<>();
            for (String name : names) {
                try {
                    texts.put(name, reader.read(version.resolve(name)));
                } catch (NoSuchFileException absent) {
                    // Not every file has to be there.
                } catch (IOException problem) {
                    throw new Unreadable(name, problem);
                }
            }
            // The former version is removed soon after the exchange, perhaps under our hands.
            Path now = version();
            if (now.equals(version) || tries == MOST_TRIES) {
                return texts;
            }
            version = now;
        }
    }

    private Path version() {
        Path data = folder.resolve(DATA);
        try {
            return Files.isSymbolicLink(data) ? folder.resolve(Files.readSymbolicLink(data)) : folder;
        } catch (IOException exchanged) {
            return folder;
        }
    }
}
