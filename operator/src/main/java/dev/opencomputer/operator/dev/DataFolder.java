/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.dev.DevException.Reason;
import dev.opencomputer.operator.dev.controlplane.Folders;
import dev.opencomputer.operator.dev.controlplane.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that an environment keeps its data in. One process at a time has it, a file in it says which layout it
 * has, and only a folder with that file is ever emptied.
 */
final class DataFolder implements AutoCloseable {

    /** Raised when an older program could not read what this one writes. */
    static final int VERSION = 1;

    private static final String VERSION_FILE = "data-version";
    private static final String LOCK_FILE = "lock";

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder for this process, and makes it when it is not there.
     *
     * @param folder where
     * @param fresh whether what earlier runs left is removed
     * @throws DevException when another process has it, a newer version made it, or something else did
     */
    static DataFolder open(Path folder, boolean fresh) {
        Path absolute = folder.toAbsolutePath().normalize();
        refuseForeign(absolute);
        try {
            PrivateFiles.folder(absolute);
        } catch (UncheckedIOException failure) {
            throw unusable(absolute, failure.getCause());
        }
        DataFolder opened = lock(absolute);
        try {
            if (fresh) {
                opened.empty();
            }
            opened.settleVersion();
            Files.deleteIfExists(opened.environment());
            return opened;
        } catch (IOException failure) {
            opened.close();
            throw unusable(absolute, failure);
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    /** The folder itself. */
    Path path() {
        return folder;
    }

    /** A folder in it for one part. */
    Path part(String name) {
        return PrivateFiles.folder(folder.resolve(name));
    }

    /** The file of environment variables that is there while everything runs. */
    Path environment() {
        return folder.resolve("env");
    }

    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException failure) {
            throw unusable(folder, failure);
        }
    }

    private static void refuseForeign(Path folder) {
        if (!Files.exists(folder) || Files.exists(folder.resolve(VERSION_FILE))) {
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.anyMatch(path -> !path.endsWith(LOCK_FILE))) {
                throw new DevException(
                        Reason.DATA_FOLDER,
                        folder + " has files in it that are not from dev. Name an empty or a new folder with"
                                + " --data-dir.");
            }
        } catch (IOException failure) {
            throw unusable(folder, failure);
        }
    }

    private static DataFolder lock(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new DevException(
                        Reason.DATA_FOLDER,
                        "Another dev runs on " + folder + ". Stop that one, or give this one another folder with"
                                + " --data-dir.");
            }
            return new DataFolder(folder, channel, lock);
        } catch (IOException failure) {
            throw unusable(folder, failure);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** The version file goes last, so that a folder whose removal was cut off is still known as ours. */
    private void empty() throws IOException {
        List<Path> content;
        try (Stream<Path> files = Files.list(folder)) {
            content = files.filter(path -> !path.endsWith(LOCK_FILE) && !path.endsWith(VERSION_FILE))
                    .toList();
        }
        content.forEach(Folders::delete);
        Files.deleteIfExists(folder.resolve(VERSION_FILE));
    }

    private void settleVersion() throws IOException {
        Path file = folder.resolve(VERSION_FILE);
        if (!Files.exists(file)) {
            PrivateFiles.write(file, VERSION + "\n");
            return;
        }
        String found = Files.readString(file).strip();
        if (!found.matches("[0-9]{1,9}")) {
            throw new DevException(
                    Reason.DATA_FOLDER,
                    file + " should hold the version of the data and does not: the folder is damaged. Begin anew with"
                            + " --fresh or another --data-dir.");
        }
        if (Integer.parseInt(found) > VERSION) {
            throw new DevException(
                    Reason.DATA_FOLDER,
                    folder + " was written by a newer version of this program (data version " + found
                            + ", this one knows " + VERSION + "). Use that version, or begin anew with --fresh or"
                            + " another --data-dir.");
        }
    }

    private static DevException unusable(Path folder, IOException failure) {
        return new DevException(
                Reason.DATA_FOLDER,
                "The data folder " + folder + " can't be used (" + failure + "). Name one that you may write to with"
                        + " --data-dir.",
                failure);
    }
}
