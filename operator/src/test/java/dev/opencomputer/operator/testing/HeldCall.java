/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.Operation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A call that the server has in its hands while a test does something to the caller. */
public final class HeldCall {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private HeldCall() {}

    /** Holds the next call of an operation, and then handles it as any other. */
    public static HeldCall within(LocalOpenComputer server, Operation operation) {
        return hold(server, operation, Fault.slow(Duration.ZERO));
    }

    /** Holds the next call of an operation, and drops it in the end without carrying it out. */
    public static HeldCall before(LocalOpenComputer server, Operation operation) {
        return hold(server, operation, Fault.closed());
    }

    /** Holds the next call of an operation once it was carried out. */
    public static HeldCall after(LocalOpenComputer server, Operation operation) {
        return hold(server, operation, Fault.closed().afterCarryingOut());
    }

    /** Waits until the call is there. */
    public void awaitCall() {
        await("the call to be held").atMost(Duration.ofSeconds(60)).until(() -> reached.getCount() == 0);
    }

    /** Lets go of the call. */
    public void release() {
        released.countDown();
    }

    private static HeldCall hold(LocalOpenComputer server, Operation operation, Fault fault) {
        HeldCall call = new HeldCall();
        Fault.Pause pause = fault.until(call.released).pause();
        server.faults()
                .next(
                        operation,
                        new Fault(
                                fault.carriedOut(),
                                stopped -> {
                                    call.reached.countDown();
                                    pause.await(stopped);
                                },
                                fault.reply()));
        return call;
    }
}
