/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of one body, in an array that grows with what has come and not with what was promised. */
final class ReceivedBytes {

    private static final int FIRST_CAPACITY = 8 * 1024;

    private final int most;
    private final BodyBudget budget;
    private byte[] bytes = {};
    private int length;
    private boolean forgotten;

    ReceivedBytes(int most, BodyBudget budget) {
        this.most = most;
        this.budget = budget;
    }

    /** What became of some bytes. */
    enum Outcome {
        TAKEN,
        TOO_LONG,
        NO_ROOM,
        FORGOTTEN
    }

    synchronized Outcome add(ByteBuffer more) {
        if (forgotten) {
            // Nobody would give back what was taken now.
            return Outcome.FORGOTTEN;
        }
        int added = more.remaining();
        if (added > most - length) {
            return Outcome.TOO_LONG;
        }
        if (length + added > bytes.length) {
            int capacity = Math.min(most, Math.max(length + added, Math.max(FIRST_CAPACITY, 2 * bytes.length)));
            if (!budget.take((long) capacity - bytes.length, capacity)) {
                return Outcome.NO_ROOM;
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
        more.get(bytes, length, added);
        length += added;
        return Outcome.TAKEN;
    }

    synchronized boolean isEmpty() {
        return length == 0;
    }

    /** All of them. */
    synchronized byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** They are no longer here, and no more are taken; may be said again. */
    synchronized void forget() {
        forgotten = true;
        budget.giveBack(bytes.length);
        bytes = new byte[0];
        length = 0;
    }
}
