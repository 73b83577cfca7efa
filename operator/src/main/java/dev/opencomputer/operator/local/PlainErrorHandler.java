/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself, as a request that is no HTTP, in the contract's envelope. */
final class PlainErrorHandler extends ErrorHandler {

    private final Dialect dialect;

    PlainErrorHandler(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        String text = code == 500 ? "internal error" : Call.INVALID + ": " + HttpStatus.getMessage(code);
        String path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
        Answer answer = Answer.refusal(new Refusal(code, text), path.startsWith("/v1/"));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        if (dialect.sendsRequestId()) {
            response.getHeaders().put("X-Request-Id", dialect.requestId());
        }
        Content.Sink.write(response, true, answer.body(), callback);
    }
}
