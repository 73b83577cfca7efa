/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what is small as a whole; a name may lead to something endless. */
public final class BoundedFile {

    private BoundedFile() {}

    /**
     * Reads a file.
     *
     * @param most how many bytes it may have
     * @throws TooLargeException when it has more
     */
    public static byte[] read(Path file, int most) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return read(content, most);
        }
    }

    /**
     * Reads a stream to its end, or to the byte that is one too many.
     *
     * @param most how many bytes may come
     * @throws TooLargeException when more come
     */
    public static byte[] read(InputStream content, int most) throws IOException {
        byte[] bytes = content.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new TooLargeException(most);
        }
        return bytes;
    }
}
