/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import dev.opencomputer.operator.opencomputer.Failure.Attempt;
import dev.opencomputer.operator.opencomputer.OpenComputerException.AgentsApiNotFound;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Conflict;
import dev.opencomputer.operator.opencomputer.OpenComputerException.NotFound;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Refused;
import dev.opencomputer.operator.opencomputer.OpenComputerException.ServerTrouble;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Throttled;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unauthorised;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unintelligible;
import java.time.Duration;

/** Tells from a server's answer which failure it is, for both dialects of the contract. */
final class Failures {

    private static final String CHECK_URL = "Check that the URL is the one of the API.";

    private final ClientOptions options;

    Failures(ClientOptions options) {
        this.options = options;
    }

    /**
     * The failure that a status other than 2xx stands for.
     *
     * @param retryAfter what the answer asks for; used only where it is {@code asked}
     * @param asked whether the answer has a {@code Retry-After}
     */
    OpenComputerException of(
            Operation operation, Attempt attempt, int status, ErrorBody body, Duration retryAfter, boolean asked) {
        String came = status + body.quotable().map(text -> ", \"" + text + "\"").orElse("");
        if (status == 401 || status == 403) {
            return new Unauthorised(
                    new Failure(
                            attempt,
                            "answered %s: the API key is not accepted, or the server is in trouble".formatted(came),
                            "Check the API key, and the server's health: a self-hosted server answers so to every key while its database is down."),
                    options.unauthorisedDelay());
        }
        if (status == 429 || (status == 503 && asked)) {
            return new Throttled(
                    new Failure(
                            attempt,
                            "asks to be called less often",
                            "Calls go on by themselves once the time that it asked for has passed."),
                    retryAfter);
        }
        if (status >= 500 || status == 408) {
            return trouble(operation, attempt, status, body);
        }
        if (status == 409) {
            return conflict(attempt, "the name or id is taken (%s)".formatted(came));
        }
        if (status == 404) {
            return missing(operation, attempt, came, body);
        }
        if (status < 400) {
            return redirect(operation, attempt, status);
        }
        return new Refused(new Failure(
                attempt,
                "the server does not accept it (%s)".formatted(came),
                status == 413
                        ? "Make what is sent smaller."
                        : "Check what is sent against what this server's API accepts."));
    }

    /**
     * An answer that ought to be a good one but cannot be understood.
     *
     * @param what the end of "the server answered ..."
     */
    OpenComputerException unintelligible(Operation operation, Attempt attempt, String what) {
        return new Unintelligible(new Failure(attempt, "the server answered " + what, CHECK_URL), !operation.isSafe());
    }

    /** In the same words for each status: one that restarts behind a proxy answers 502, 503 and 504 in turn. */
    private OpenComputerException trouble(Operation operation, Attempt attempt, int status, ErrorBody body) {
        if (body.namesUniqueConstraint()) {
            return conflict(attempt, "the name is taken (%d for a duplicate)".formatted(status));
        }
        return new ServerTrouble(
                new Failure(
                        attempt,
                        "the server answered with an error of its own",
                        operation == Operation.PUT_KEY
                                ? "Look into the server's log: one that lacks its encryption key answers so to every value."
                                : "Look into the server's log."),
                null,
                !operation.isSafe());
    }

    private static OpenComputerException conflict(Attempt attempt, String cameBack) {
        return new Conflict(
                new Failure(attempt, cameBack, "Find out who made it, and choose another or let go of it there."));
    }

    private OpenComputerException missing(Operation operation, Attempt attempt, String came, ErrorBody body) {
        if (operation.onCollection()) {
            return operation.isOfAgents()
                    ? noAgentsApi(attempt, 404)
                    : new Unintelligible(
                            new Failure(attempt, "the server knows no such path (%s)".formatted(came), CHECK_URL),
                            false);
        }
        if (body.namesForeignKey()) {
            return new Conflict(new Failure(
                    attempt, "a sandbox still refers to it (%s)".formatted(came), "End the sandboxes that use it."));
        }
        return new NotFound(new Failure(
                attempt,
                "the server does not find it (%s)".formatted(came),
                "Where it should be there, check the server's health: it answers so too when it cannot look."));
    }

    private OpenComputerException redirect(Operation operation, Attempt attempt, int status) {
        return operation.isOfAgents()
                ? noAgentsApi(attempt, status)
                : new Unintelligible(
                        new Failure(
                                attempt,
                                "the server answered with a redirect (%d), which is not followed".formatted(status),
                                CHECK_URL),
                        false);
    }

    /** The agents API is a facade over the very objects that are brought to it. */
    OpenComputerException ownFacade(Attempt attempt) {
        return new AgentsApiNotFound(
                new Failure(
                        attempt,
                        "is this cluster's own agents API, which only shows the Agents that are here",
                        "Set the agents API's URL to the platform's, or leave it out: a self-hosted server has secret"
                                + " stores only."),
                options.unauthorisedDelay());
    }

    private OpenComputerException noAgentsApi(Attempt attempt, int status) {
        return new AgentsApiNotFound(
                new Failure(
                        attempt,
                        "has no agents API (%d)".formatted(status),
                        "Check the agents API's URL, or leave it out: a self-hosted server has secret stores only."),
                options.unauthorisedDelay());
    }
}
