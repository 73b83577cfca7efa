/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side: routes, keys, bodies, and answers as bytes. Nothing but the contract's answers leaves it. */
final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** A body over this many bytes is refused; the platforms take values of several MB. */
    static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    private static final int MAX_THREADS = 200;
    private static final int MIN_THREADS = 4;

    private final Dialect dialect;
    private final ApiKey apiKey;
    private final Counters counters;
    private final Map<Operation, Function<Call, Answer>> handlers = new EnumMap<>(Operation.class);
    private final Javalin javalin;

    HttpServer(Dialect dialect, ApiKey apiKey, Counters counters, SecretStoresApi stores, AgentsApi agents) {
        this.dialect = dialect;
        this.apiKey = apiKey;
        this.counters = counters;
        handlers.put(Operation.LIST_STORES, stores::list);
        handlers.put(Operation.CREATE_STORE, stores::create);
        handlers.put(Operation.GET_STORE, stores::get);
        handlers.put(Operation.UPDATE_STORE, stores::update);
        handlers.put(Operation.DELETE_STORE, stores::delete);
        handlers.put(Operation.LIST_SECRETS, stores::secrets);
        handlers.put(Operation.PUT_SECRET, stores::putSecret);
        handlers.put(Operation.DELETE_SECRET, stores::deleteSecret);
        if (dialect.hasAgentsApi()) {
            handlers.put(Operation.LIST_AGENTS, agents::list);
            handlers.put(Operation.CREATE_AGENT, agents::create);
            handlers.put(Operation.GET_AGENT, agents::get);
            handlers.put(Operation.UPDATE_AGENT, agents::update);
            handlers.put(Operation.DELETE_AGENT, agents::delete);
            handlers.put(Operation.LIST_AGENT_SECRETS, agents::secrets);
            handlers.put(Operation.PUT_AGENT_SECRET, agents::putSecret);
            handlers.put(Operation.DELETE_AGENT_SECRET, agents::deleteSecret);
        }
        javalin = Javalin.create(this::configure);
    }

    /**
     * Begins to listen.
     *
     * @throws LocalServerException when the address can't be listened on
     */
    void start(String host, int port) {
        try {
            javalin.start(host, port);
        } catch (JavalinBindException e) {
            javalin.stop();
            throw new LocalServerException(
                    "Can't listen on " + host + ":" + port + ": the port is taken, or the address is none of this"
                            + " machine; give another with --port or --host",
                    e);
        }
    }

    int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrorHandler()));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            // A name may hold any character, an encoded slash included.
            http.setUriCompliance(UriCompliance.UNSAFE);
        });
        handlers.forEach((operation, handler) -> config.routes.addHttpHandler(
                HandlerType.findOrCreate(operation.method()), operation.route(), context -> {
                    send(context, answer(operation, context, handler));
                }));
        config.routes.get(
                "/counters",
                context -> send(context, Answer.json(200, counters.snapshot().byRoute())));
        config.routes.exception(HttpResponseException.class, (trouble, context) -> {
            send(context, answer(Operation.OTHER, context, call -> unknown(context, trouble.getStatus())));
        });
        config.routes.exception(Exception.class, (trouble, context) -> {
            LOG.error("A call failed inside the server", trouble);
            send(context, Answer.refusal(new Refusal(500, "internal error"), isAgentsApi(context)));
        });
    }

    private Answer answer(Operation operation, Context context, Function<Call, Answer> handler) {
        Answer answer;
        try {
            apiKey.check(context.header("X-API-Key"), dialect);
            answer = handler.apply(RequestReader.call(operation, context, dialect));
        } catch (Refusal refusal) {
            answer = Answer.refusal(refusal, isAgentsApi(context));
        }
        counters.count(operation, Integer.toString(answer.status()));
        return answer;
    }

    private Answer unknown(Context context, int status) {
        return status == 405 ? dialect.noSuchMethod(isAgentsApi(context)) : dialect.noSuchPath(isAgentsApi(context));
    }

    private void send(Context context, Answer answer) {
        if (dialect.sendsRequestId()) {
            context.header("X-Request-Id", UUID.randomUUID().toString());
        }
        answer.headers().forEach(context::header);
        context.status(answer.status()).result(answer.body());
    }

    private static boolean isAgentsApi(Context context) {
        return context.path().startsWith("/v1/");
    }
}
