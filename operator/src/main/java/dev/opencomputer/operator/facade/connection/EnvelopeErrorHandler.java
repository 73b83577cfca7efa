/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself, as a request that is no HTTP, in the API's envelope. */
final class EnvelopeErrorHandler extends ErrorHandler {

    /** A queue of requests that is full now has moved on by then. */
    static final Duration BUSY = Duration.ofSeconds(1);

    private final Envelope envelope;

    EnvelopeErrorHandler(Envelope envelope) {
        this.envelope = envelope;
    }

    /** Whatever the method was. */
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        // What Jetty would say tells of its inside.
        envelope.refuse(request, response, callback, refusal(code));
    }

    private static Refusal refusal(int code) {
        return switch (code) {
            case HttpStatus.BAD_REQUEST_400 -> Refusal.of(code, "this is no request that HTTP allows");
            // A fault of the caller's: whoever watches faults of the server need not look.
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
                Refusal.invalid("this version of HTTP is not spoken here; use HTTP/1.1");
            case HttpStatus.URI_TOO_LONG_414 -> Refusal.of(code, "the request's URI is too long");
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                Refusal.of(code, "the request's headers are too long");
            case HttpStatus.SERVICE_UNAVAILABLE_503 ->
                Refusal.unavailable("there are too many requests at once; try again", BUSY);
            default -> Refusal.of(code, HttpStatus.getMessage(code));
        };
    }
}
