/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import dev.opencomputer.operator.opencomputer.OpenComputerException.AgentsApiNotFound;
import java.net.URI;
import java.util.Optional;

/**
 * One API's base URL, with what is remembered of the server behind it and of the API itself.
 *
 * @param base scheme, host, port and perhaps a path, without a slash at its end
 * @param gate shared by every API on the same host and port
 * @param api of this API alone: one that is not there says nothing about another on the same host
 */
record Server(URI base, Gate gate, Gate api) {

    /** What a call that may go gets; it gives it back with its end. */
    record Ticket(Gate.Ticket server, Gate.Ticket api) {}

    URI resolve(String path) {
        return URI.create(base + path);
    }

    /** Why calls are held back, or were until somebody tries again. */
    Optional<OpenComputerException> heldBack() {
        return gate.closedFor().or(api::closedFor);
    }

    /** Fails when a call would be held back now. */
    void check(Failure.Attempt attempt) throws OpenComputerException {
        gate.check(attempt);
        api.check(attempt);
    }

    /** Lets a call go, or fails when it is held back. */
    Ticket enter(Failure.Attempt attempt) throws OpenComputerException {
        Gate.Ticket server = gate.enter(attempt);
        try {
            return new Ticket(server, api.enter(attempt));
        } catch (OpenComputerException heldBack) {
            gate.abandoned(server);
            throw heldBack;
        }
    }

    /** The server answered as one in order does. */
    void answered(Ticket ticket) {
        gate.answered(ticket.server());
        api.answered(ticket.api());
    }

    /** The call failed. */
    void failed(Ticket ticket, OpenComputerException failure) {
        gate.failed(ticket.server(), failure);
        if (failure instanceof AgentsApiNotFound missing) {
            api.missing(ticket.api(), missing);
        }
    }

    /** The call ended; does nothing where one of the two above said how. */
    void ended(Ticket ticket) {
        gate.abandoned(ticket.server());
        api.abandoned(ticket.api());
    }
}
