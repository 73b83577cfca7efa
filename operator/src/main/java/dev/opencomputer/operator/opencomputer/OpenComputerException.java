/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/**
 * A call to OpenComputer that did not do what it was to do: a closed set of types, one for each thing that a caller
 * may want to do about it. The message is for people, one or two sentences that stay the same from try to try (no
 * times, counters or request ids), so that it can stand in a condition. Neither it nor anything else in here holds a
 * secret's value, an API key, or a server's own words beyond the contract's fixed texts; there is no cause for that
 * reason.
 */
public abstract sealed class OpenComputerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final Duration retryAfter;
    private final boolean mayHaveBeenCarriedOut;

    private OpenComputerException(Failure failure, String message, Duration retryAfter, boolean mayHaveBeenCarriedOut) {
        super(message);
        this.failure = failure;
        this.retryAfter = retryAfter;
        this.mayHaveBeenCarriedOut = mayHaveBeenCarriedOut;
    }

    private OpenComputerException(Failure failure) {
        this(failure, failure.aboutTheObject(), null, false);
    }

    /** What was tried, as in "create the agent's record". */
    public String operation() {
        return failure.attempt().operation();
    }

    /** On what it was tried, as in "agent issue-resolver at https://opencomputer.example.com". */
    public String target() {
        return failure.attempt().target();
    }

    /** What a person can do about it, a sentence. */
    public String advice() {
        return failure.advice();
    }

    /** How long a caller does well to wait, where that is known; calls before then fail without being sent. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether the server may have done what it was asked although no good answer came back; never for a GET. */
    public boolean mayHaveBeenCarriedOut() {
        return mayHaveBeenCarriedOut;
    }

    /** The type as a word for metrics, such as {@code not_found}. */
    public abstract String outcome();

    Failure failure() {
        return failure;
    }

    /** The server looked at the request and does not take it: 400, 413, 422 and other 4xx. */
    public static final class Refused extends OpenComputerException {
        Refused(Failure failure) {
            super(failure);
        }

        @Override
        public String outcome() {
            return "refused";
        }
    }

    /**
     * 404 on one object. It proves nothing: a self-hosted server answers so while its database is down. Only a list
     * without the object does.
     */
    public static final class NotFound extends OpenComputerException {
        NotFound(Failure failure) {
            super(failure);
        }

        @Override
        public String outcome() {
            return "not_found";
        }
    }

    /** Something else is in the way: a name or id that is taken, a store that a sandbox still refers to. */
    public static final class Conflict extends OpenComputerException {
        Conflict(Failure failure) {
            super(failure);
        }

        @Override
        public String outcome() {
            return "conflict";
        }
    }

    /** 401 or 403: the key is wrong, or the server is in trouble. One call at a time finds out when it is over. */
    public static final class Unauthorised extends OpenComputerException {
        Unauthorised(Failure failure, Duration retryAfter) {
            super(failure, failure.aboutTheServer(), retryAfter, false);
        }

        @Override
        public String outcome() {
            return "unauthorised";
        }
    }

    /** 429, or 503 with {@code Retry-After}: {@link #retryAfter()} is there, and no call is sent before it has passed. */
    public static final class Throttled extends OpenComputerException {
        Throttled(Failure failure, Duration retryAfter) {
            super(failure, failure.aboutTheServer(), retryAfter, false);
        }

        @Override
        public String outcome() {
            return "throttled";
        }
    }

    /** 5xx. A write may have been carried out. */
    public static final class ServerTrouble extends OpenComputerException {
        ServerTrouble(Failure failure, Duration retryAfter, boolean mayHaveBeenCarriedOut) {
            super(failure, failure.aboutTheObject(), retryAfter, mayHaveBeenCarriedOut);
        }

        @Override
        public String outcome() {
            return "server_trouble";
        }
    }

    /** No connection, TLS failure, reset, or a step that took too long; also when no turn came for the call. */
    public static final class Unreachable extends OpenComputerException {
        Unreachable(Failure failure, Duration retryAfter, boolean mayHaveBeenCarriedOut) {
            super(failure, failure.aboutTheObject(), retryAfter, mayHaveBeenCarriedOut);
        }

        @Override
        public String outcome() {
            return "unreachable";
        }
    }

    /** An answer that is not as the contract has it: a web page, other JSON, too large, a redirect. */
    public static final class Unintelligible extends OpenComputerException {
        Unintelligible(Failure failure, boolean mayHaveBeenCarriedOut) {
            super(failure, failure.aboutTheObject(), null, mayHaveBeenCarriedOut);
        }

        @Override
        public String outcome() {
            return "unintelligible";
        }
    }

    /**
     * The configured agents URL answers with a redirect, or with 404 on the collection: there is no agents API. One call
     * at a time finds out when there is.
     */
    public static final class AgentsApiNotFound extends OpenComputerException {
        AgentsApiNotFound(Failure failure, Duration retryAfter) {
            super(failure, failure.aboutTheServer(), retryAfter, false);
        }

        @Override
        public String outcome() {
            return "agents_api_not_found";
        }
    }
}
