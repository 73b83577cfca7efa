/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.sealing.OperatorPublication;
import dev.opencomputer.operator.logging.LogFields;
import dev.opencomputer.operator.tracing.Activity;
import dev.opencomputer.operator.tracing.Tracing;
import dev.opencomputer.operator.wire.Headers;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Notes each request from its beginning to its answer: an id, the log, metrics and a trace. */
public final class RequestJournal {

    private static final Logger LOG = LoggerFactory.getLogger(RequestJournal.class);

    /** The attribute of a request that says which route serves it. */
    private static final String ROUTE = "route";

    private static final String ACTIVITY = "activity";

    /** The attributes of a request that say who it is from, and in which namespace he works. */
    private static final String CALLER = "caller";

    private static final String NAMESPACE = "namespace";

    private final OperatorPublication published;
    private final RequestMetrics metrics;
    private final Tracing tracing;

    /**
     * The journal.
     *
     * @param published says which cluster this is
     * @param metrics counts and times
     * @param tracing shows requests in traces
     */
    public RequestJournal(OperatorPublication published, RequestMetrics metrics, Tracing tracing) {
        this.published = published;
        this.metrics = metrics;
        this.tracing = tracing;
    }

    void began(Context context) {
        metrics.began();
        context.attribute(ACTIVITY, tracing.serve(context.method().name(), context::header));
        String id = RequestId.of(Optional.ofNullable(context.header(RequestId.HEADER)));
        context.header(RequestId.HEADER, id);
        MDC.put(LogFields.REQUEST_ID, id);
        published.clusterId().ifPresent(cluster -> context.header(Headers.CLUSTER, cluster));
    }

    /** The request is served by this route. */
    static void routed(Context context, String template) {
        context.attribute(ROUTE, template);
    }

    /** The request is from somebody who was let in. */
    static void called(Context context, String caller, String namespace) {
        context.attribute(CALLER, caller);
        context.attribute(NAMESPACE, namespace);
    }

    void ended(Context context, long millis) {
        String route = Optional.ofNullable(context.<String>attribute(ROUTE)).orElse(RequestMetrics.NO_ROUTE);
        int status = context.statusCode();
        metrics.answered(route, context.method().name(), status, Duration.ofMillis(millis));
        end(context, route, status);
        LOG.atLevel(status >= HttpStatus.INTERNAL_SERVER_ERROR_500 ? Level.INFO : Level.DEBUG)
                .log("{} {}: {} after {} ms", context.method(), context.path(), status, millis);
        MDC.remove(LogFields.REQUEST_ID);
    }

    private static void end(Context context, String route, int status) {
        Activity activity =
                Optional.ofNullable(context.<Activity>attribute(ACTIVITY)).orElse(Activity.NONE);
        activity.rename(context.method().name() + " " + route);
        activity.note("http.request.method", context.method().name());
        activity.note("http.route", route);
        activity.note("http.response.status_code", Integer.toString(status));
        if (status >= HttpStatus.INTERNAL_SERVER_ERROR_500) {
            activity.failed(Integer.toString(status));
        }
        activity.close();
    }
}
