/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened so far: closed in the opposite order, at the end or when a later step of the start fails. */
final class Opened implements AutoCloseable {

    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Notes how to close what was just opened. */
    void add(Runnable closing) {
        closings.push(closing);
    }

    /** Closes all of it, also where some of it fails to close; what failed first is thrown in the end. */
    @Override
    public void close() {
        RuntimeException failed = null;
        while (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } catch (RuntimeException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
