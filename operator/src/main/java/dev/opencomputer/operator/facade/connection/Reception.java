/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The first to see a request: gives its answer what every answer has, and the routes nothing that surprises them. */
final class Reception extends Handler.Wrapper {

    /** All methods that any path here can have; a server's answer to {@code OPTIONS *}. */
    private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

    private static final Set<String> KNOWN = Set.of(METHODS.split(", "));

    /** A method that no path has, and that the routes know. */
    private static final String OF_NO_PATH = HttpMethod.TRACE.asString();

    /** The routes would obey it: a POST that a proxy has let through could be a DELETE. */
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private final Envelope envelope;
    private final Consumer<Request> journal;

    Reception(Envelope envelope, Consumer<Request> journal) {
        this.envelope = envelope;
        this.journal = journal;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        journal.accept(request);
        envelope.headers(request, response.getHeaders());
        if (HttpMethod.OPTIONS.is(request.getMethod())
                && "*".equals(request.getHttpURI().getPath())) {
            response.setStatus(HttpStatus.NO_CONTENT_204);
            response.getHeaders().put(HttpHeader.ALLOW, METHODS);
            callback.succeeded();
            return true;
        }
        return super.handle(new PlainRequest(request), response, callback);
    }

    /** The routes refuse a method that they have never heard of as a fault of theirs, and remember it for ever. */
    private static final class PlainRequest extends Request.Wrapper {

        private final String method;
        private final HttpFields headers;

        PlainRequest(Request request) {
            super(request);
            this.method = KNOWN.contains(request.getMethod()) ? request.getMethod() : OF_NO_PATH;
            this.headers = request.getHeaders().contains(METHOD_OVERRIDE)
                    ? HttpFields.build(request.getHeaders()).remove(METHOD_OVERRIDE)
                    : request.getHeaders();
        }

        @Override
        public String getMethod() {
            return method;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
