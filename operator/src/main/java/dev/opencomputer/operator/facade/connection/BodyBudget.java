/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the bodies of all requests may take together, so that no number of them can use up the heap. The last
 * quarter is for small ones alone: a few large bodies that do not come on keep nobody from an ordinary call.
 */
final class BodyBudget {

    /** An agent with all that people write by hand is smaller. */
    static final int SMALL = 16 * 1024;

    private static final int SHARE_OF_SMALL = 4;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long most) {
        this.most = most;
    }

    /**
     * Takes some bytes.
     *
     * @param bytes how many
     * @param whole how many the body has then
     * @return false when so many are not left for a body of that length
     */
    boolean take(long bytes, long whole) {
        if (taken.addAndGet(bytes) <= (whole <= SMALL ? most : most - most / SHARE_OF_SMALL)) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
