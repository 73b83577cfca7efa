/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import dev.opencomputer.operator.facade.answer.Answer;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.sealing.OperatorPublication;
import dev.opencomputer.operator.wire.Headers;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What every answer carries, and the refusal of a request before any call is made for it. */
final class Envelope {

    private final OperatorPublication published;

    Envelope(OperatorPublication published) {
        this.published = published;
    }

    /** The headers that every answer has, whatever it says. */
    void headers(Request request, HttpFields.Mutable headers) {
        headers.put(RequestId.HEADER, RequestId.of(request));
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        published.clusterId().ifPresent(id -> headers.put(Headers.CLUSTER, id));
    }

    /** Answers with a refusal. */
    void refuse(Request request, Response response, Callback callback, Refusal refusal) {
        Answer answer = Answer.refusal(refusal, RequestId.of(request));
        response.setStatus(answer.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers(request, headers);
        headers.put(HttpHeader.CONTENT_TYPE, Answer.JSON);
        answer.headers().forEach(headers::put);
        Content.Sink.write(response, true, answer.body(), callback);
    }
}
