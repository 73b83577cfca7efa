/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.answer.Answer;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.connection.ServerSettings;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.util.Arrays;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpStatus;
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
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn(
                    "Some connections did not end in time at the stop, and were cut: {}", String.valueOf(e.getCause()));
        }
    }

    private void configure(JavalinConfig config, ServerSettings settings) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        // An entity tag is that of certain bytes, and the compressed ones would be others.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = false;
        config.router.javaLangErrorHandler((response, error) -> LOG.error("A call broke the facade", error));
        settings.apply(config, journal::began, journal);
        config.routes.before(journal::called);
        config.requestLogger.http((context, millis) -> journal.answered(context));
        routes.addTo(config);
        documents.addTo(config);
        config.routes.exception(MethodNotAllowedResponse.class, HttpServer::sendMethods);
        config.routes.exception(
                HttpResponseException.class,
                (trouble, context) -> AnswerWriter.send(
                        context, refusal(context, trouble.getStatus(), HttpStatus.getMessage(trouble.getStatus()))));
        config.routes.exception(Exception.class, (trouble, context) -> {
            LOG.error("A call failed inside the facade: {} {}", context.method(), context.path(), trouble);
            AnswerWriter.send(context, refusal(context, HttpStatus.INTERNAL_SERVER_ERROR_500, "internal error"));
        });
    }

    /** The path is there, and the method is not: an error, unless the question was which methods are. */
    private static void sendMethods(MethodNotAllowedResponse trouble, Context context) {
        String methods = String.join(
                ", ",
                new TreeSet<>(Arrays.asList(
                        (trouble.getDetails().values().stream().findFirst().orElse("") + ", OPTIONS").split(", "))));
        if (context.method().equals(HandlerType.OPTIONS)) {
            context.status(HttpStatus.NO_CONTENT_204).header("Allow", methods);
            context.res().setContentType(null);
        } else {
            AnswerWriter.send(
                    context, refusal(context, trouble.getStatus(), "there are only these methods here: " + methods));
            context.header("Allow", methods);
        }
    }

    private static Answer refusal(Context context, int status, String message) {
        return Answer.refusal(Refusal.of(status, message), RequestJournal.id(context));
    }
}
