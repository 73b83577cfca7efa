/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.answer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A call is answered with an error. Carries no stack trace. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final int status;
    private final transient Optional<Duration> retryAfter;
    private final transient List<FieldProblem> fields;

    private Refusal(int status, String message, Optional<Duration> retryAfter, List<FieldProblem> fields) {
        super(message, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
        this.fields = List.copyOf(fields);
    }

    /**
     * A refusal with a status.
     *
     * @param status the HTTP status
     * @param message what a person reads; never holds a value or a key
     */
    public static Refusal of(int status, String message) {
        return new Refusal(status, message, Optional.empty(), List.of());
    }

    /** The request itself is wrong. */
    public static Refusal invalid(String message) {
        return of(BAD_REQUEST, message);
    }

    /** The body is wrong, at these places. */
    public static Refusal invalid(String message, List<FieldProblem> fields) {
        return new Refusal(BAD_REQUEST, message, Optional.empty(), fields);
    }

    /** No key or token, or one that lets nobody in. */
    public static Refusal unauthorised(String message) {
        return of(UNAUTHORISED, message);
    }

    /** The caller may not do this. */
    public static Refusal forbidden(String message) {
        return of(FORBIDDEN, message);
    }

    /** What the request names is not there. */
    public static Refusal notFound(String message) {
        return of(NOT_FOUND, message);
    }

    /** Somebody else has what the request wants. */
    public static Refusal conflict(String message) {
        return of(CONFLICT, message);
    }

    /** Too much or too often; the same request may be good again after a while. */
    public static Refusal tooMany(String message, Duration retryAfter) {
        return new Refusal(TOO_MANY, message, Optional.of(retryAfter), List.of());
    }

    /** Not now; the same request is good again after a while. */
    public static Refusal unavailable(String message, Duration retryAfter) {
        return new Refusal(UNAVAILABLE, message, Optional.of(retryAfter), List.of());
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** When to ask again; absent where that would not help. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** What is wrong with the body, place by place; none where it is not the body. */
    public List<FieldProblem> fields() {
        return fields;
    }
}
