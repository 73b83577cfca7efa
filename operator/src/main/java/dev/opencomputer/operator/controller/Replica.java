/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.controller.leadership.Election;
import dev.opencomputer.operator.controller.leadership.LeaseUnavailableException;
import dev.opencomputer.operator.controller.leadership.Mandate;
import dev.opencomputer.operator.controller.leadership.Term;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several replicas: stands by until it is elected, runs the controllers while its term lasts, and stands by
 * again. A replica that lost its Lease has no reason to end its process: the controllers are made anew for each term, so
 * nothing of a former one is left.
 */
final class Replica implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    /** What a leader runs in one term. */
    interface Work extends Health.Work, AutoCloseable {

        /**
         * Starts, and returns when it is at work.
         *
         * @throws CannotStartException when the cluster is not as it needs it
         */
        void start();

        @Override
        void close();
    }

    private final Election election;
    private final Function<Mandate, Work> maker;
    private final CompletableFuture<CannotStartException> failure = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "replica");
    private volatile Optional<Work> running = Optional.empty();
    private boolean waiting;
    private boolean stopping;

    /**
     * Does nothing before {@link #standBy}.
     *
     * @param election elects
     * @param maker makes the controllers of one term
     */
    Replica(Election election, Function<Mandate, Work> maker) {
        this.election = election;
        this.maker = maker;
        thread.setDaemon(true);
    }

    /**
     * Stands by from now on.
     *
     * @throws LeaseUnavailableException when it cannot take part in the election
     */
    void standBy() throws LeaseUnavailableException {
        election.join();
        thread.start();
    }

    /** The controllers, while this replica leads or is still stopping them. */
    Optional<Work> running() {
        return running;
    }

    /** Whether it stands by, leads, or has not begun to. */
    boolean isAlive() {
        return thread.getState() == Thread.State.NEW || thread.isAlive();
    }

    /** Completes when this replica led and its controllers could not be started; then it does nothing more. */
    CompletableFuture<CannotStartException> failure() {
        return failure;
    }

    /** Stops the controllers, if they run, once what is under way has ended; the Lease is held until then. */
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
            if (waiting) {
                thread.interrupt();
            }
        }
        try {
            thread.join();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        election.close();
    }

    private void run() {
        try {
            while (mayWait()) {
                serve(election.awaitTerm());
                LOG.info("This replica stands by");
            }
        } catch (InterruptedException stop) {
            LOG.debug("Asked to stop");
        } catch (CannotStartException e) {
            fail(e);
        } catch (Throwable e) {
            // Also an Error: a thread that dies without a word would keep the Lease, and nobody would do the work.
            LOG.error("The controllers failed in a way that the operator does not know", e);
            fail(new CannotStartException(
                    "The controllers could not be started or stopped. Look into the log, and report it.", e));
        }
    }

    private void fail(CannotStartException e) {
        if (mayWait()) {
            waitsNoMore();
            // Another replica may be better off.
            election.close();
            failure.complete(e);
        }
    }

    private void serve(Term term) throws InterruptedException {
        if (lead(term)) {
            election.finished();
        } else {
            election.stepBack();
        }
    }

    /** Tells whether it came to work. */
    private boolean lead(Term term) throws InterruptedException {
        Work controllers = maker.apply(term);
        running = Optional.of(controllers);
        try {
            boolean started = started(controllers, term);
            if (started) {
                term.awaitEnd();
            }
            return started;
        } finally {
            waitsNoMore();
            controllers.close();
            running = Optional.empty();
        }
    }

    /** False where what stood in the way passes by itself, or is no matter of this replica any more. */
    private static boolean started(Work controllers, Term term) {
        try {
            controllers.start();
            return true;
        } catch (RuntimeException e) {
            if (!term.isOver() && !Passing.is(e)) {
                throw e;
            }
            // Others' messages may begin with the request, and that with a Secret.
            LOG.warn(
                    "The controllers could not start, which passes by itself: {}",
                    e instanceof CannotStartException ? e.getMessage() : e.getClass());
            return false;
        }
    }

    /** From now on this thread may be interrupted, unless it is not to go on at all. */
    private synchronized boolean mayWait() {
        waiting = !stopping;
        return waiting;
    }

    /** What comes now takes its time, and must not be cut short. */
    private synchronized void waitsNoMore() {
        waiting = false;
        boolean unused = Thread.interrupted();
    }
}
