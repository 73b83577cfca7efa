/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.answer.Answer;
import dev.opencomputer.operator.facade.answer.Refusal;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: routes on a port, and answers in the API's shapes, whatever happens. */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final AgentsRoutes routes;
    private final DocumentRoutes documents;
    private final RequestJournal journal;
    private final Javalin javalin;

    /**
     * Prepares the server.
     *
     * @param routes what is served
     * @param documents what tells of it
     * @param journal is told of each request
     * @param settings how connections are dealt with
     */
    public HttpServer(AgentsRoutes routes, DocumentRoutes documents, RequestJournal journal, ServerSettings settings) {
        this.routes = routes;
        this.documents = documents;
        this.journal = journal;
        this.javalin = Javalin.create(config -> configure(config, settings));
    }

    /** The address can't be listened on; the message is for a terminal. */
    public static final class AddressException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AddressException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Begins to listen.
     *
     * @param host the address
     * @param port its port; 0 for any that is free
     * @throws AddressException when the address can't be listened on
     */
    public void start(String host, int port) {
        try {
            javalin.start(host, port);
        } catch (JavalinBindException e) {
            javalin.stop();
            throw new AddressException(
                    "Can't listen on " + host + ":" + port + ": the port is taken, or the address is none of this"
                            + " machine; give another with --port or --host",
                    e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Takes no more connections, and ends once what is under way is answered. */
    @Override
    public void close() {
        javalin.stop();
    }

    private void configure(JavalinConfig config, ServerSettings settings) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.router.ignoreTrailingSlashes = false;
        // An entity tag is that of certain bytes, and the compressed ones would be others.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        settings.apply(config);
        config.routes.before(journal::began);
        config.requestLogger.http((context, millis) -> journal.ended(context, millis.longValue()));
        routes.addTo(config);
        documents.addTo(config);
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

    /** Gives the caller the answer. */
    static void send(Context context, Answer answer) {
        answer.headers().forEach(context::header);
        if (answer.status() == HttpStatus.UNAUTHORIZED_401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        context.status(answer.status()).contentType(Answer.JSON);
        if (answer.stream().isPresent()) {
            stream(context, answer.stream().get());
        } else {
            context.result(answer.body());
        }
    }

    private static void stream(Context context, Answer.Stream stream) {
        if (HttpVersion.HTTP_1_1.is(context.protocol())) {
            // Left alone, the server would end the body of a connection that is to be closed with the connection.
            context.header("Transfer-Encoding", "chunked");
        }
        try {
            stream.writeTo(context.res().getOutputStream());
        } catch (IOException e) {
            LOG.debug("A caller went away before the end: {} {}", context.method(), context.path(), e);
            breakOff(context, e);
        } catch (RuntimeException e) {
            LOG.warn("An answer broke off in the middle: {} {}: {}", context.method(), context.path(), e.toString());
            LOG.debug("It broke off because of", e);
            breakOff(context, e);
        }
    }

    /** Without the end that its coding prescribes, nobody takes what was sent for the whole. */
    private static void breakOff(Context context, Exception why) {
        ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close(why);
    }
}
