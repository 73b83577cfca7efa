/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bounds each item of a long list by itself, so that the whole may be long although an item is held in memory. */
final class ItemBound extends FilterInputStream {

    private final long bound;
    private long read;

    /**
     * Reads on from a stream.
     *
     * @param bound how many bytes may be read from one call of {@link #next} to the next; a reader's buffer counts too
     */
    ItemBound(InputStream stream, long bound) {
        super(stream);
        this.bound = bound;
    }

    /** An item ends here. */
    void next() {
        read = 0;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int more) throws StreamConstraintsException {
        read += more;
        if (read > bound) {
            throw new StreamConstraintsException("an item of the list is too long");
        }
    }
}
