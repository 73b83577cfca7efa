/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import dev.opencomputer.operator.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;

/**
 * Lets one process at a time change a file. The file itself cannot be locked, since it is replaced; a file beside it is,
 * for as long as the change takes, and nobody whose it might be is in the way of the next.
 */
final class ChangeLock implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private ChangeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Waits until nobody else has it. */
    static ChangeLock of(Path changed) throws IOException {
        Path file = changed.resolveSibling("." + changed.getFileName() + ".lock");
        while (true) {
            // In a folder that others write to, the name may be a link to something else.
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    WholeFile.ownerOnly(file));
            ChangeLock lock = new ChangeLock(file, channel);
            try {
                if (lock.held()) {
                    return lock;
                }
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            channel.close();
        }
    }

    /** Who had it before has removed what was waited for here, and somebody may have made it anew. */
    private boolean held() throws IOException {
        var unused = channel.lock();
        byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(mark), 0);
        try (InputStream there = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Arrays.equals(mark, there.readAllBytes());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
