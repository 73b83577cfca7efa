/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import java.util.concurrent.CountDownLatch;

/** Keeps a subcommand running until Ctrl-C or SIGTERM. */
final class Foreground {

    private Foreground() {}

    /** From now on a signal stops the subcommand's part before the process ends; then the latch opens. */
    static CountDownLatch stopOnSignal(String name, Runnable stop) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.run();
                            stopped.countDown();
                        },
                        "stop-" + name));
        return stopped;
    }
}
