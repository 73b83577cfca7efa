/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import dev.failsafe.Bulkhead;
import dev.failsafe.RateLimiter;
import dev.opencomputer.operator.logging.LogFields;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unreachable;
import java.time.Duration;
import org.slf4j.MDC;

/** Gives each call its turn: past the server's gate, within the budget of calls a second and of calls at once. */
final class Calls {

    private static final String HELD_BACK = "held_back";

    /** Neither an answer nor the lack of one: the right to write ran out, or the fault is this program's. */
    private static final String FAILED = "failed";

    private final Exchange exchange;
    private final ClientOptions options;
    private final CallObserver observer;
    private final Runnable permission;
    private final RateLimiter<Object> rate;
    private final Bulkhead<Object> atOnce;

    Calls(Exchange exchange, ClientOptions options, CallObserver observer, Runnable permission) {
        this.exchange = exchange;
        this.options = options;
        this.observer = observer;
        this.permission = permission;
        this.rate = RateLimiter.smoothBuilder(options.callsPerSecond(), Duration.ofSeconds(1))
                .build();
        this.atOnce = Bulkhead.of(options.maxConcurrentCalls());
    }

    /** Makes a call, or fails it unsent. */
    <T> T make(Server server, Call<T> call) throws OpenComputerException {
        // Asked again when it is sent; here, so that nobody waits in vain for a turn.
        permission.run();
        Failure.Attempt attempt = call.attemptAt(server.base().toString());
        MDC.remove(LogFields.REQUEST_ID);
        Server.Ticket ticket;
        try {
            server.check(attempt);
            awaitTurn(attempt);
        } catch (OpenComputerException heldBack) {
            observer.called(call.operation(), HELD_BACK, Duration.ZERO);
            throw heldBack;
        }
        try {
            // Once more, since the wait for a turn may have been long.
            ticket = server.enter(attempt);
        } catch (OpenComputerException heldBack) {
            atOnce.releasePermit();
            observer.called(call.operation(), HELD_BACK, Duration.ZERO);
            throw heldBack;
        }
        return send(server, call, ticket);
    }

    private <T> T send(Server server, Call<T> call, Server.Ticket ticket) throws OpenComputerException {
        long begun = System.nanoTime();
        CallObserver.Underway underway = observer.sending(call.operation(), server.base());
        String outcome = FAILED;
        try {
            T answer = exchange.send(server, call, underway.headers());
            server.answered(ticket);
            outcome = "ok";
            return answer;
        } catch (OpenComputerException failure) {
            server.failed(ticket, failure);
            outcome = failure.outcome();
            throw failure;
        } finally {
            server.ended(ticket);
            atOnce.releasePermit();
            underway.ended(outcome);
            observer.called(call.operation(), outcome, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private void awaitTurn(Failure.Attempt attempt) throws OpenComputerException {
        try {
            if (rate.tryAcquirePermit(options.turnTimeout()) && atOnce.tryAcquirePermit(options.turnTimeout())) {
                return;
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw unsent(attempt, "this program is stopping", "Nothing was sent.");
        }
        throw unsent(
                attempt,
                "too many other calls were before it",
                "Nothing was sent. Where that lasts, the server is slow, or the budget for calls too small.");
    }

    private static OpenComputerException unsent(Failure.Attempt attempt, String cameBack, String advice) {
        return new Unreachable(new Failure(attempt, cameBack, advice), null, false);
    }
}
