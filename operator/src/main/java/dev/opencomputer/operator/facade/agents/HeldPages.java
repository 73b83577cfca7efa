/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** The memory of all that lists have on its way to their callers, some of whom read slowly. */
public final class HeldPages {

    private static final int BYTES = 32 * 1024 * 1024;
    private static final Duration LATER = Duration.ofSeconds(5);

    private final int all;
    private final Semaphore room;

    /** Room for 32 MiB. */
    public HeldPages() {
        this(BYTES);
    }

    HeldPages(int bytes) {
        this.all = bytes;
        this.room = new Semaphore(bytes);
    }

    /**
     * Takes room for a part of a list.
     *
     * @param bytes its size; one that is larger than all there is needs all
     * @return how much was taken
     * @throws Refusal 503 when there is none
     */
    int take(long bytes) {
        int taken = (int) Math.min(all, bytes);
        if (!room.tryAcquire(taken)) {
            throw Refusal.unavailable("too much is being read from lists; try again", LATER);
        }
        return taken;
    }

    /** Gives back what was taken. */
    void giveBack(int taken) {
        room.release(taken);
    }

    int free() {
        return room.availablePermits();
    }
}
