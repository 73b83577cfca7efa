/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import dev.opencomputer.operator.wire.ErrorJson;
import dev.opencomputer.operator.wire.Json;
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
        String text = code < 500 ? Call.INVALID + ": " + HttpStatus.getMessage(code) : "internal error";
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        if (dialect.sendsRequestId()) {
            response.getHeaders().put("X-Request-Id", dialect.requestId());
        }
        Content.Sink.write(
                response, true, Json.MAPPER.valueToTree(new ErrorJson(text)).toString(), callback);
    }
}
