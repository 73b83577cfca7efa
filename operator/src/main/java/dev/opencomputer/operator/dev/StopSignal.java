/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Asks a running environment to stop, from another thread and at any moment. Only steps that say so are interrupted:
 * an interrupt would close the embedded store's file under it.
 */
public final class StopSignal {

    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final Object lock = new Object();
    private Thread interruptible;

    /** The environment was asked to stop. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("asked to stop");
        }
    }

    /** Asks for the stop; more than once is the same as once. */
    public void request() {
        synchronized (lock) {
            if (requested.complete(null) && interruptible != null) {
                interruptible.interrupt();
            }
        }
    }

    /** Completed when the stop is asked for. */
    CompletableFuture<Void> requested() {
        return requested.copy();
    }

    /** Leaves by {@link Stopped} when the stop was asked for. */
    void check() {
        if (requested.isDone()) {
            throw new Stopped();
        }
    }

    /** Runs a step that may be interrupted and then cleans up after itself. */
    <T> T interruptibly(Supplier<T> step) {
        synchronized (lock) {
            check();
            interruptible = Thread.currentThread();
        }
        try {
            return step.get();
        } finally {
            synchronized (lock) {
                interruptible = null;
                if (requested.isDone()) {
                    // It has done its work, and must not hit what comes next.
                    var unused = Thread.interrupted();
                }
            }
        }
    }
}
