/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes part, on a thread of its own, in the election of the replica that reconciles: looks at the Lease until it is
 * free, takes it, renews it, and in the end gives it back. This replica gets no other {@link Term} before
 * {@link #finished} or {@link #stepBack} says that it is through with the one that it had; another replica may lead as
 * soon as that one has ended.
 */
public final class Election implements AutoCloseable {

    /** A thread that has not looked around for so long, and is not waiting for an answer, has died or hangs. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);

    private final Leases leases;
    private final Candidacy candidacy;
    private final LeaseTimes times;
    private final Supplier<Moment> clock;
    private final ElectionLog log;
    private final Thread thread = new Thread(this::run, "leader-election");
    private volatile Moment lastRound;
    private Optional<Lease> known = Optional.empty();
    private Optional<Sighting> sighting = Optional.empty();
    private Optional<Term> term = Optional.empty();
    private boolean woken;
    private boolean closed;

    Election(Leases leases, Candidacy candidacy, LeaseTimes times, Supplier<Moment> clock) {
        this.leases = leases;
        this.candidacy = candidacy;
        this.times = times;
        this.clock = clock;
        this.log = new ElectionLog(candidacy);
        this.lastRound = clock.get();
        thread.setDaemon(true);
    }

    /**
     * Does nothing before {@link #join}.
     *
     * @param client may get, create and update Leases in the operator's namespace; with {@link #requestTimeout} and
     *     without retries of its own
     * @param candidacy who stands for what
     */
    public Election(KubernetesClient client, Candidacy candidacy) {
        this(
                new KubernetesLeases(client, candidacy, LeaseTimes.DEFAULT.lease()),
                candidacy,
                LeaseTimes.DEFAULT,
                Moment::now);
    }

    /**
     * Takes part from now on. Returns after a first look, without having waited for the Lease.
     *
     * @throws LeaseUnavailableException when a right or the namespace is missing
     */
    public synchronized void join() throws LeaseUnavailableException {
        try {
            Duration unused = stand();
        } catch (KubernetesClientException refusal) {
            log.giveUpIfHopeless(refusal);
        }
        lastRound = clock.get();
        thread.start();
    }

    /** How long a request of this election's client may take: an answer that comes later is of no use. */
    public static Duration requestTimeout() {
        return LeaseTimes.DEFAULT.request();
    }

    /**
     * Waits until this replica leads.
     *
     * @return the term, which may be over at any time
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public synchronized Term awaitTerm() throws InterruptedException {
        while (term.isEmpty()) {
            wait();
        }
        return term.get();
    }

    /** Says that nothing of a term that has ended goes on any more: this replica stands by again. */
    public synchronized void finished() {
        release();
        woken = true;
        notifyAll();
    }

    /**
     * Says the same of a term in which nothing could be done: the Lease is not taken again at once, so that another
     * replica has its turn first.
     */
    public synchronized void stepBack() {
        release();
        notifyAll();
    }

    /** Whether it goes on. */
    public boolean isAlive() {
        return thread.getState() == Thread.State.NEW
                || (thread.isAlive() && clock.get().sinceAtLeast(lastRound).compareTo(LONGEST_ROUND) < 0);
    }

    /** Gives the Lease back, if it is held. What the term was for must have ended before. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            release();
            notifyAll();
        }
        try {
            thread.join(times.request().multipliedBy(2).toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (round()) {
                lastRound = clock.get();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean round() throws InterruptedException {
        if (closed) {
            return false;
        }
        pause(step());
        return true;
    }

    /** Does what is due now, and tells how long to wait for the next step. */
    synchronized Duration step() {
        try {
            Duration pause = term.isPresent() ? keep(term.get()) : stand();
            log.worked();
            return pause;
        } catch (KubernetesClientException failure) {
            log.failed(failure, term.isPresent());
            return times.retry();
        }
    }

    /** The term, once this replica was elected, until it is through with it. */
    synchronized Optional<Term> term() {
        return term;
    }

    private void pause(Duration pause) throws InterruptedException {
        woken = false;
        Moment begun = clock.get();
        Duration left = pause;
        while (left.toMillis() > 0 && !woken && !closed) {
            wait(left.toMillis());
            left = pause.minus(clock.get().sinceAtMost(begun));
        }
    }

    /** Stands by: takes the Lease if it is free. */
    private Duration stand() {
        known = leases.read();
        Optional<LeaseView> seen = known.map(LeaseView::of);
        Moment now = clock.get();
        Sighting present =
                sighting.map(before -> before.followedBy(seen, now)).orElseGet(() -> new Sighting(seen, now));
        sighting = Optional.of(present);
        known.ifPresent(log::saw);
        if (!isOurs(known) && !present.isFree(times, now)) {
            return times.look();
        }
        Moment sent = clock.get();
        try {
            known = Optional.of(leases.take(known));
        } catch (KubernetesClientException refusal) {
            if (isConflict(refusal) || (known.isPresent() && isGone(refusal))) {
                // Another one was faster.
                return times.look();
            }
            throw refusal;
        }
        sighting = Optional.empty();
        term = Optional.of(new Term(times, clock, sent));
        log.leads();
        notifyAll();
        return times.renewal();
    }

    /** Leads: renews the Lease, for as long as it is this replica's. */
    private Duration keep(Term present) {
        if (present.isOver()) {
            // What was begun comes to its end; finished() says when.
            log.silent(present, times);
            return times.look();
        }
        Moment sent = clock.get();
        try {
            known = Optional.of(leases.renew(known.orElseThrow()));
        } catch (KubernetesClientException refusal) {
            if (!isConflict(refusal) && !isGone(refusal)) {
                throw refusal;
            }
            return lookAgain(present);
        }
        present.renewed(sent);
        return times.renewal();
    }

    /** Somebody wrote to the Lease, or our own write was carried out although no answer came. */
    private Duration lookAgain(Term present) {
        Optional<Lease> now = leases.read();
        if (isOurs(now)) {
            known = now;
            return Duration.ZERO;
        }
        known = now;
        present.endsTaken();
        log.taken(now);
        return times.look();
    }

    private void release() {
        if (term.isEmpty()) {
            return;
        }
        boolean lost = term.get().isOver();
        term.get().end();
        term = Optional.empty();
        if (lost) {
            return;
        }
        try {
            known = Optional.of(leases.release(known.orElseThrow()));
            log.released();
        } catch (KubernetesClientException failure) {
            log.notReleased(failure);
        }
    }

    private boolean isOurs(Optional<Lease> lease) {
        return lease.flatMap(present -> LeaseView.of(present).holder())
                .filter(candidacy.identity()::equals)
                .isPresent();
    }

    private static boolean isConflict(KubernetesClientException refusal) {
        return refusal.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }

    private static boolean isGone(KubernetesClientException refusal) {
        return refusal.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }
}
