/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.caller.TrustedProxies;
import dev.opencomputer.operator.facade.connection.RequestId;
import dev.opencomputer.operator.logging.LogFields;
import dev.opencomputer.operator.tracing.Activity;
import dev.opencomputer.operator.tracing.Tracing;
import io.javalin.http.Context;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.MDC;

/** Notes each request from its beginning to its answer: the access log, metrics, a trace, and its id in other lines. */
public final class RequestJournal implements RequestLog {

    /** The attribute of a request that says which route serves it. */
    static final String ROUTE = "route";

    /** The attributes of a request that say who it is from, and in which namespace he works. */
    static final String CALLER = "caller";

    static final String NAMESPACE = "namespace";

    /** The attribute of a request whose answer the facade itself broke off in the middle. */
    static final String BROKE_OFF = "broke-off";

    private static final String ACTIVITY = "activity";
    private static final String BEGAN = "began";
    private static final String ENTRY = "entry";

    private final RequestMetrics metrics;
    private final Tracing tracing;
    private final TrustedProxies proxies;

    /**
     * The journal.
     *
     * @param metrics counts and times
     * @param tracing shows requests in traces
     * @param proxies who is believed to say where a request comes from
     */
    public RequestJournal(RequestMetrics metrics, Tracing tracing, TrustedProxies proxies) {
        this.metrics = metrics;
        this.tracing = tracing;
        this.proxies = proxies;
    }

    /** The headers of a request have come in. */
    void began(Request request) {
        metrics.began();
        request.setAttribute(BEGAN, true);
        Request.addCompletionListener(request, failure -> {
            if (request.getAttribute(ENTRY) instanceof RequestEntry entry) {
                ended(entry, failure != null && !entry.isBrokenOff());
            }
        });
    }

    /** A thread works on it from now on. */
    void called(Context context) {
        context.attribute(ACTIVITY, tracing.serve(context.method().name(), context::header));
        MDC.put(LogFields.REQUEST_ID, id(context));
    }

    /** The thread is done with it. */
    void answered(Context context) {
        String route = Optional.ofNullable(context.<String>attribute(ROUTE))
                .or(() -> Optional.ofNullable(context.endpoints().lastHttpEndpoint())
                        .map(endpoint -> endpoint.path))
                .orElse(RequestMetrics.NO_ROUTE);
        context.attribute(ROUTE, route);
        boolean isWhole = context.attribute(BROKE_OFF) == null;
        end(context, route, context.statusCode(), isWhole);
        MDC.remove(LogFields.REQUEST_ID);
    }

    /** The request counts as one of this route, which stands for several. */
    static void routed(Context context, String template) {
        context.attribute(ROUTE, template);
    }

    /** The request is from somebody who was let in. */
    static void calledBy(Context context, String caller, String namespace) {
        context.attribute(CALLER, caller);
        context.attribute(NAMESPACE, namespace);
    }

    /** The answer had begun when its rest could not be had: a failure, whatever status was sent. */
    static void brokeOff(Context context) {
        context.attribute(BROKE_OFF, true);
    }

    /** The request's id. */
    static String id(Context context) {
        return Optional.ofNullable(context.<String>attribute(RequestId.ATTRIBUTE))
                .orElse("");
    }

    /** The answer is written, as far as it could be. */
    @Override
    public void log(Request request, Response response) {
        RequestEntry entry = RequestEntry.of(request, response, RequestId.of(request), proxies);
        if (request.getAttribute(BEGAN) == null) {
            // It was no request, and was refused before it began.
            metrics.began();
            ended(entry, false);
        } else {
            // Whether the client has got it is known when this is done.
            request.setAttribute(ENTRY, entry);
        }
    }

    private void ended(RequestEntry entry, boolean isGone) {
        metrics.answered(entry.route(), entry.method(), entry.outcome(), entry.took());
        AccessLog.write(entry, isGone);
    }

    private static void end(Context context, String route, int status, boolean isWhole) {
        Activity activity =
                Optional.ofNullable(context.<Activity>attribute(ACTIVITY)).orElse(Activity.NONE);
        activity.rename(context.method().name() + " " + route);
        activity.note("http.request.method", context.method().name());
        activity.note("http.route", route);
        activity.note("http.response.status_code", Integer.toString(status));
        if (status >= HttpStatus.INTERNAL_SERVER_ERROR_500) {
            activity.failed(Integer.toString(status));
        } else if (!isWhole) {
            activity.failed("the answer broke off");
        }
        activity.close();
    }
}
