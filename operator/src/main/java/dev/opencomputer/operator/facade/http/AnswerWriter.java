/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.answer.Answer;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers; one that breaks off in the middle is never taken for a whole one. */
final class AnswerWriter {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

    private AnswerWriter() {}

    /** Gives the caller the answer. */
    static void send(Context context, Answer answer) {
        answer.headers().forEach(context::header);
        context.status(answer.status());
        if (answer.stream().isPresent()) {
            context.contentType(Answer.JSON);
            stream(context, answer.stream().get());
        } else if (answer.body().isEmpty()) {
            context.res().setContentType(null);
        } else {
            context.contentType(Answer.JSON).result(answer.body());
        }
    }

    private static void stream(Context context, Answer.Stream stream) {
        if (HttpVersion.HTTP_1_1.is(context.protocol())) {
            // Left alone, the server would end the body of a connection that is to be closed with the connection.
            context.header("Transfer-Encoding", "chunked");
        }
        try (stream) {
            if (context.method().equals(HandlerType.HEAD)) {
                // Nothing is written; that it can be had is known by now. Left alone, the server would say that GET
                // has nothing either.
                context.res().flushBuffer();
                return;
            }
            stream.writeTo(context.res().getOutputStream());
        } catch (IOException e) {
            LOG.debug("A caller went away before the end: {} {}", context.method(), context.path(), e);
            breakOff(context, e);
        } catch (RuntimeException e) {
            LOG.warn("An answer broke off in the middle: {} {}: {}", context.method(), context.path(), e.toString());
            LOG.debug("It broke off because of", e);
            RequestJournal.brokeOff(context);
            breakOff(context, e);
        } catch (Error e) {
            breakOff(context, e);
            throw e;
        }
    }

    /**
     * Without the end that its coding prescribes, nobody takes what was sent for the whole. A client of HTTP/1.0 knows no
     * such coding, and would take the connection's end for the answer's: it sees a reset.
     */
    private static void breakOff(Context context, Throwable why) {
        EndPoint client = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        if (client.getTransport() instanceof SocketChannel channel) {
            try (channel) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                LOG.debug("A connection that was to be cut was closed already", e);
            }
        }
        client.close(why);
    }
}
