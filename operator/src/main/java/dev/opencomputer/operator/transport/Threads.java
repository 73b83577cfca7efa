/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The few threads that a client has of its own: one for deadlines, and one for each watch. */
final class Threads implements AutoCloseable {

    private final ExecutorService streams = Executors.newCachedThreadPool(work -> daemon(work, "api-server-watch"));
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "api-server-deadlines"));
    private final Deadlines deadlines = new Deadlines(looking);

    Executor streams() {
        return streams;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    @Override
    public void close() {
        streams.shutdownNow();
        looking.shutdownNow();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
