/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import dev.opencomputer.operator.logging.LogFields;
import dev.opencomputer.operator.tracing.Activity;
import dev.opencomputer.operator.tracing.Tracing;
import dev.opencomputer.operator.wire.Headers;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** The HTTP side: routes, keys, and answers in the API's shapes, whatever happens. */
final class HttpServer implements AutoCloseable {

    static final String JSON = "application/json";

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private static final String AGENTS = "/v1/agents";
    private static final String AGENT = "/v1/agents/{id}";
    private static final String SECRETS = "/v1/agents/{id}/secrets";
    private static final String SECRET = "/v1/agents/{id}/secrets/{key}";

    /** The attribute of a request that says which route serves it. */
    private static final String ROUTE = "route";

    private static final String ACTIVITY = "activity";

    /** Longer than a request to the API server may take, and well within what a pod gets to end. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private static final int MAX_THREADS = 200;
    private static final int MIN_THREADS = 4;

    private final Authentication authentication;
    private final AgentsApi api;
    private final OperatorPublication published;
    private final RequestMetrics metrics;
    private final Tracing tracing;
    private final Javalin javalin;

    HttpServer(
            Authentication authentication,
            AgentsApi api,
            OperatorPublication published,
            RequestMetrics metrics,
            Tracing tracing) {
        this.authentication = authentication;
        this.api = api;
        this.published = published;
        this.metrics = metrics;
        this.tracing = tracing;
        this.javalin = Javalin.create(this::configure);
    }

    /**
     * Begins to listen.
     *
     * @throws FacadeStartException when the address can't be listened on
     */
    void start(String host, int port) {
        try {
            javalin.start(host, port);
        } catch (JavalinBindException e) {
            javalin.stop();
            throw new FacadeStartException(
                    "Can't listen on " + host + ":" + port + ": the port is taken, or the address is none of this"
                            + " machine; give another with --port or --host",
                    e);
        }
    }

    int port() {
        return javalin.port();
    }

    /** Takes no more connections, and ends once what is under way is answered. */
    @Override
    public void close() {
        javalin.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new EnvelopeErrorHandler(published));
            server.insertHandler(new GracefulHandler());
            server.setStopTimeout(LONGEST_STOP.toMillis());
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            // What stands encoded in a path is refused by our own rules, with our own words.
            http.setUriCompliance(UriCompliance.UNSAFE);
        });
        config.routes.before(this::began);
        config.requestLogger.http((context, millis) -> ended(context, millis.longValue()));
        route(config, HandlerType.GET, AGENTS, api::list);
        route(config, HandlerType.POST, AGENTS, api::create);
        route(config, HandlerType.GET, AGENT, api::get);
        route(config, HandlerType.PATCH, AGENT, api::update);
        route(config, HandlerType.DELETE, AGENT, api::delete);
        route(config, HandlerType.GET, SECRETS, api::secrets);
        route(config, HandlerType.PUT, SECRET, api::putSecret);
        route(config, HandlerType.DELETE, SECRET, api::deleteSecret);
        config.routes.exception(
                HttpResponseException.class,
                (trouble, context) -> send(
                        context,
                        Answer.refusal(Refusal.of(trouble.getStatus(), HttpStatus.getMessage(trouble.getStatus())))));
        config.routes.exception(Exception.class, (trouble, context) -> {
            LOG.error("A call failed inside the facade: {} {}", context.method(), context.path(), trouble);
            send(context, Answer.refusal(Refusal.of(500, "internal error")));
        });
    }

    private void route(JavalinConfig config, HandlerType method, String path, Function<Call, Answer> handler) {
        config.routes.addHttpHandler(method, path, context -> {
            context.attribute(ROUTE, path);
            send(context, answer(context, handler));
        });
        if (method.equals(HandlerType.GET)) {
            // Unasked, the library answers HEAD with an empty 200 wherever there is a GET.
            config.routes.head(path, context -> send(context, Answer.refusal(Refusal.of(405, "Method Not Allowed"))));
        }
    }

    private void began(Context context) {
        metrics.began();
        context.attribute(ACTIVITY, tracing.serve(context.method().name(), context::header));
        String id = RequestId.of(Optional.ofNullable(context.header(RequestId.HEADER)));
        context.header(RequestId.HEADER, id);
        MDC.put(LogFields.REQUEST_ID, id);
        published.clusterId().ifPresent(cluster -> context.header(Headers.CLUSTER, cluster));
    }

    private void ended(Context context, long millis) {
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

    private Answer answer(Context context, Function<Call, Answer> handler) {
        try {
            CallerAccess access = authentication.access(Optional.ofNullable(context.header(Authentication.HEADER)));
            return handler.apply(new Call(context, access));
        } catch (Refusal refusal) {
            return Answer.refusal(refusal);
        } catch (KubernetesClientException trouble) {
            return Answer.refusal(ApiServerRefusals.refusal(trouble));
        }
    }

    private static void send(Context context, Answer answer) {
        answer.headers().forEach(context::header);
        context.status(answer.status()).contentType(JSON).result(answer.body());
    }
}
