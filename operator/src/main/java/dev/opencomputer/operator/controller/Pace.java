/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Does something for each of many when it is asked for, but then for a while not again: what is asked for in the while is
 * done once, at its end. So who changes something without end costs no more than that.
 */
final class Pace {

    private final Executor later;
    private final Consumer<String> work;

    /** Those whose while lasts, and whether they were asked for in it. */
    private final Map<String, Boolean> resting = new ConcurrentHashMap<>();

    /**
     * Nobody has asked yet.
     *
     * @param later runs what it is given after the while
     * @param work what is done, for a name; on the thread of whoever asks, or on that of the executor
     */
    Pace(Executor later, Consumer<String> work) {
        this.later = later;
        this.work = work;
    }

    /** Asks for the work to be done for somebody. */
    void ask(String who) {
        boolean rests = resting.merge(who, false, (asked, first) -> true);
        if (!rests) {
            later.execute(() -> rested(who));
            work.accept(who);
        }
    }

    private void rested(String who) {
        if (resting.remove(who)) {
            ask(who);
        }
    }
}
