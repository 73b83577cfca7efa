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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side: routes, keys, faults, and answers as bytes. Nothing but the contract's answers leaves it. */
final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** A body over this many bytes is refused; the platforms take values of several MB. */
    static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    private static final int MAX_THREADS = 200;
    private static final int MIN_THREADS = 4;

    private final Dialect dialect;
    private final ApiKey apiKey;
    private final Counters counters;
    private final Faults faults;
    private final Map<Operation, Function<Call, Answer>> handlers = new EnumMap<>(Operation.class);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Javalin javalin;

    HttpServer(
            Dialect dialect,
            ApiKey apiKey,
            Counters counters,
            Faults faults,
            SecretStoresApi stores,
            AgentsApi agents) {
        this.dialect = dialect;
        this.apiKey = apiKey;
        this.counters = counters;
        this.faults = faults;
        handlers.putAll(stores.handlers());
        if (dialect.hasAgentsApi()) {
            handlers.putAll(agents.handlers());
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

    /** Ends what waits on purpose, then stops. */
    @Override
    public void close() {
        stopped.countDown();
        javalin.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrorHandler(dialect)));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            // A name may hold any character, an encoded slash included.
            http.setUriCompliance(UriCompliance.UNSAFE);
        });
        if (dialect.sendsRequestId()) {
            config.routes.before(context -> context.header("X-Request-Id", dialect.requestId()));
        }
        handlers.forEach((operation, handler) -> config.routes.addHttpHandler(
                HandlerType.findOrCreate(operation.method()),
                operation.route(),
                context -> handle(operation, context, handler)));
        config.routes.get("/counters", context -> Delivery.plain(context, countersNow()));
        // Unasked, the library answers HEAD with an empty 200 wherever there is a GET.
        handlers.keySet().stream()
                .filter(operation -> operation.method().equals("GET"))
                .forEach(operation -> config.routes.head(operation.route(), context -> handleUnknown(context, 405)));
        config.routes.exception(
                HttpResponseException.class, (trouble, context) -> handleUnknown(context, trouble.getStatus()));
        config.routes.exception(Exception.class, (trouble, context) -> {
            LOG.error("A call failed inside the server: {} {}", context.method(), context.path(), trouble);
            Delivery.plain(context, Answer.refusal(new Refusal(500, "internal error"), isAgentsApi(context)));
        });
    }

    private Answer countersNow() {
        return Answer.json(200, counters.snapshot().byRoute());
    }

    private void handleUnknown(Context context, int status) {
        try {
            handle(Operation.OTHER, context, call -> dialect.unknown(status, isAgentsApi(context)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(Operation operation, Context context, Function<Call, Answer> handler)
            throws InterruptedException {
        try {
            Call call = RequestReader.call(operation, context, dialect);
            Optional<Fault> fault = faults.take(call);
            if (fault.isPresent()) {
                play(fault.get(), call, context, handler);
            } else {
                send(operation, context, answer(call, context, handler));
            }
        } catch (Refusal unreadable) {
            send(operation, context, Answer.refusal(unreadable, isAgentsApi(context)));
        }
    }

    private void play(Fault fault, Call call, Context context, Function<Call, Answer> handler)
            throws InterruptedException {
        Optional<Answer> early = fault.carriedOut() ? Optional.of(answer(call, context, handler)) : Optional.empty();
        fault.pause().await(stopped);
        Operation operation = call.operation();
        if (fault.reply() instanceof Fault.Reply.Closed || stopped.getCount() == 0) {
            counters.count(operation, Counters.DROPPED);
            Delivery.closed(context);
        } else if (fault.reply() instanceof Fault.Reply.Usual) {
            send(operation, context, early.orElseGet(() -> answer(call, context, handler)));
        } else if (fault.reply() instanceof Fault.Reply.Trickled trickled) {
            Answer answer = early.orElseGet(() -> answer(call, context, handler));
            counters.count(operation, Integer.toString(answer.status()));
            Delivery.trickled(context, answer, trickled.pause(), stopped);
        } else if (fault.reply() instanceof Fault.Reply.Given given) {
            send(operation, context, new Answer(given.status(), given.headers(), given.body()));
        } else if (fault.reply() instanceof Fault.Reply.Oversized oversized) {
            counters.count(operation, "200");
            Delivery.oversized(context, oversized.bytes());
        }
    }

    private void send(Operation operation, Context context, Answer answer) {
        counters.count(operation, Integer.toString(answer.status()));
        Delivery.plain(context, answer);
    }

    private Answer answer(Call call, Context context, Function<Call, Answer> handler) {
        Optional<Answer> webPage = dialect.webPage(call.path());
        if (webPage.isPresent()) {
            return webPage.get();
        }
        try {
            apiKey.check(context.header("X-API-Key"), dialect);
            return handler.apply(call);
        } catch (Refusal refusal) {
            return Answer.refusal(refusal, isAgentsApi(context));
        }
    }

    private static boolean isAgentsApi(Context context) {
        return context.path().startsWith("/v1/");
    }
}
