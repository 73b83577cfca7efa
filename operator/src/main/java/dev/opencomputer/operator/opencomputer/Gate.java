/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import dev.opencomputer.operator.opencomputer.OpenComputerException.AgentsApiNotFound;
import dev.opencomputer.operator.opencomputer.OpenComputerException.ServerTrouble;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Throttled;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unauthorised;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unreachable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Remembers for one server what holds for every call to it: throttled, unauthorised, in trouble. While that holds,
 * calls fail unsent and in the same words; when its time has passed, one call finds out whether it still does. So a
 * wrong key or a dead server costs one call in a while, however many objects there are.
 */
final class Gate {

    /** What a call that may go gets; it gives it back with its end. */
    record Ticket(long generation) {}

    private final ClientOptions options;
    private final LongSupplier nanoTime;

    /** {@code null} while every call may go. */
    private OpenComputerException closedFor;

    private long closedUntil;
    private boolean probing;
    private int failuresInARow;

    /** Grows each time the gate closes, so that an answer to a call from before is not taken for a recovery. */
    private long generation;

    Gate(ClientOptions options, LongSupplier nanoTime) {
        this.options = options;
        this.nanoTime = nanoTime;
    }

    /** Why calls are held back, or were until somebody tries again; empty when the last one was answered. */
    synchronized Optional<OpenComputerException> closedFor() {
        return Optional.ofNullable(closedFor);
    }

    /** Fails when a call would be held back now. */
    synchronized void check(Failure.Attempt attempt) throws OpenComputerException {
        if (closedFor == null) {
            return;
        }
        long remaining = closedUntil - nanoTime.getAsLong();
        if (remaining > 0 || probing) {
            Duration wait = remaining > 0 ? Duration.ofNanos(remaining) : options.troubleDelay();
            throw heldBack(closedFor, attempt, wait);
        }
    }

    /** Lets a call go, or fails when it is held back. */
    synchronized Ticket enter(Failure.Attempt attempt) throws OpenComputerException {
        check(attempt);
        probing = closedFor != null;
        return new Ticket(generation);
    }

    /** The server answered as one in order does. */
    synchronized void answered(Ticket ticket) {
        if (ticket.generation() == generation) {
            closedFor = null;
            probing = false;
            failuresInARow = 0;
        }
    }

    /** The call failed. */
    synchronized void failed(Ticket ticket, OpenComputerException failure) {
        boolean late = ticket.generation() != generation;
        if (failure instanceof Throttled throttled) {
            // Even a late one counts: nothing is sent before the time that the server asked for.
            close(throttled, throttled.retryAfter().orElse(options.throttledDelay()));
        } else if (failure instanceof Unauthorised) {
            if (!late) {
                close(failure, options.unauthorisedDelay());
            }
        } else if (failure instanceof ServerTrouble || failure instanceof Unreachable) {
            if (!late && (probing || ++failuresInARow >= options.troubleThreshold())) {
                close(failure, options.troubleDelay());
            }
        } else {
            answered(ticket);
        }
    }

    /** The call showed that what this gate leads to is not there, for a gate that leads to no more than that. */
    synchronized void missing(Ticket ticket, AgentsApiNotFound failure) {
        if (ticket.generation() == generation) {
            close(failure, options.unauthorisedDelay());
        }
    }

    /** The call ended in a way that says nothing about the server. */
    synchronized void abandoned(Ticket ticket) {
        if (ticket.generation() == generation) {
            probing = false;
        }
    }

    private void close(OpenComputerException failure, Duration delay) {
        long until = nanoTime.getAsLong() + delay.toNanos();
        boolean asked = closedFor instanceof Throttled;
        closedUntil = asked ? Math.max(until, closedUntil) : until;
        closedFor = failure;
        probing = false;
        generation++;
    }

    private static OpenComputerException heldBack(
            OpenComputerException failure, Failure.Attempt attempt, Duration remaining) {
        Failure same = failure.failure().of(attempt);
        if (failure instanceof Throttled) {
            return new Throttled(same, remaining);
        }
        if (failure instanceof Unauthorised) {
            return new Unauthorised(same, remaining);
        }
        if (failure instanceof AgentsApiNotFound) {
            return new AgentsApiNotFound(same, remaining);
        }
        return failure instanceof ServerTrouble
                ? new ServerTrouble(same, remaining, false)
                : new Unreachable(same, remaining, false);
    }
}
