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

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        String text = code < 500 ? "invalid request: " + HttpStatus.getMessage(code) : "internal error";
        String json = Json.MAPPER.valueToTree(new ErrorJson(text)).toString();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, json, callback);
    }
}
