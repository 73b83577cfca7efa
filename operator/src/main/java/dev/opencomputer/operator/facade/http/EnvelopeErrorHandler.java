/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.answer.Answer;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.sealing.OperatorPublication;
import dev.opencomputer.operator.wire.Headers;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself, as a request that is no HTTP, in the API's envelope. */
final class EnvelopeErrorHandler extends ErrorHandler {

    private final OperatorPublication published;

    EnvelopeErrorHandler(OperatorPublication published) {
        this.published = published;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        Answer answer = Answer.refusal(Refusal.of(code, HttpStatus.getMessage(code)));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.JSON);
        response.getHeaders()
                .put(
                        RequestId.HEADER,
                        RequestId.of(Optional.ofNullable(request.getHeaders().get(RequestId.HEADER))));
        published.clusterId().ifPresent(id -> response.getHeaders().put(Headers.CLUSTER, id));
        Content.Sink.write(response, true, answer.body(), callback);
    }
}
