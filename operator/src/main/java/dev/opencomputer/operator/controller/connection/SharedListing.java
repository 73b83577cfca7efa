/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.opencomputer.OpenComputerException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

/**
 * A listing that many ask for and few make: one that is under way serves everybody whose question arose before it
 * began, so that a thousand objects do not cost a thousand listings.
 *
 * @param <T> what a listing yields
 */
public final class SharedListing<T> {

    /**
     * Makes a listing.
     *
     * @param <T> what it yields
     */
    @FunctionalInterface
    public interface Source<T> {
        /**
         * Asks the server.
         *
         * @return the whole listing
         * @throws OpenComputerException when there is no answer that can be used
         */
        T list() throws OpenComputerException;
    }

    private final Source<T> source;
    private final LongSupplier clock;
    private Run<T> newest;

    /**
     * Makes no call yet.
     *
     * @param source makes a listing
     * @param clock nanoseconds of a monotonic clock
     */
    public SharedListing(Source<T> source, LongSupplier clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * A listing that began no earlier than a moment: one that was made, one that is under way, or a new one.
     *
     * @param notBefore the moment on the clock, in nanoseconds
     * @return what it yielded
     * @throws OpenComputerException the listing's own failure, the same for everybody who waited for it
     */
    public T since(long notBefore) throws OpenComputerException {
        while (true) {
            Run<T> run;
            boolean ours = false;
            synchronized (this) {
                if (newest == null || (newest.answer.isDone() && !newest.answers(notBefore))) {
                    newest = new Run<>(clock.getAsLong(), new CompletableFuture<>());
                    ours = true;
                }
                run = newest;
            }
            if (ours) {
                make(run);
            }
            // One that began too early is waited for as well: two at once would only burden the server.
            T value = run.await(notBefore);
            if (run.beganSince(notBefore)) {
                return value;
            }
        }
    }

    private void make(Run<T> run) {
        try {
            run.answer.complete(source.list());
        } catch (OpenComputerException | RuntimeException | Error e) {
            run.answer.completeExceptionally(e);
        }
    }

    /** One listing. */
    private record Run<T>(long begun, CompletableFuture<T> answer) {

        boolean beganSince(long moment) {
            return begun - moment >= 0;
        }

        boolean answers(long notBefore) {
            return beganSince(notBefore) && !answer.isCompletedExceptionally();
        }

        T await(long notBefore) throws OpenComputerException {
            try {
                return answer.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a listing", e);
            } catch (ExecutionException e) {
                if (!beganSince(notBefore)) {
                    return null;
                }
                if (e.getCause() instanceof OpenComputerException failure) {
                    throw failure;
                }
                throw new IllegalStateException("a listing failed unexpectedly", e.getCause());
            }
        }
    }
}
