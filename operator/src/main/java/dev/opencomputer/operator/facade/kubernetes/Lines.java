/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Puts the pieces of a body together to lines, whatever they were cut in: a character's bytes too. */
final class Lines {

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<byte[]> taker;

    /** Hands each whole line on, without its end. */
    Lines(Consumer<byte[]> taker) {
        this.taker = taker;
    }

    void add(List<ByteBuffer> pieces) {
        for (ByteBuffer piece : pieces) {
            while (piece.hasRemaining()) {
                byte next = piece.get();
                if (next != '\n') {
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
