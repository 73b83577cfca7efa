/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Puts the pieces of a body together to lines, whatever they were cut in: a character's bytes too. */
final class Lines {

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final int longest;
    private final Consumer<byte[]> taker;

    /**
     * Hands each whole line on, without its end.
     *
     * @param longest how many bytes a line may have
     */
    Lines(int longest, Consumer<byte[]> taker) {
        this.longest = longest;
        this.taker = taker;
    }

    /**
     * The next pieces.
     *
     * @throws IOException when a line is longer than it may be
     */
    void add(List<ByteBuffer> pieces) throws IOException {
        for (ByteBuffer piece : pieces) {
            while (piece.hasRemaining()) {
                byte next = piece.get();
                if (next != '\n') {
                    if (line.size() >= longest) {
                        throw new IOException("a line is longer than " + longest + " bytes");
                    }
                    line.write(next);
                } else if (line.size() > 0) {
                    byte[] whole = line.toByteArray();
                    line.reset();
                    taker.accept(whole);
                }
            }
        }
    }
}
