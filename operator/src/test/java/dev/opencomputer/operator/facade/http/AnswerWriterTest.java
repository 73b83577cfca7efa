/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.answer.Answer;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that fail when a part of them is sent, as a client of HTTP/1.0 sees them: it reads until the end. */
class AnswerWriterTest {

    private static final int LONGEST_WAIT_MILLIS = 20_000;

    private Javalin server;

    @BeforeEach
    void start() {
        server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.get(
                            "/exception",
                            context -> AnswerWriter.send(context, failing(new IllegalStateException("broken"))));
                    config.routes.get(
                            "/error", context -> AnswerWriter.send(context, failing(new StackOverflowError())));
                })
                .start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void anExceptionInTheMiddleIsNotTakenForTheEnd() {
        assertThatExceptionOfType(SocketException.class).isThrownBy(() -> ask("/exception"));
    }

    @Test
    void anErrorInTheMiddleIsNotTakenForTheEndEither() {
        assertThatExceptionOfType(SocketException.class).isThrownBy(() -> ask("/error"));
    }

    private static Answer failing(Throwable failure) {
        return Answer.streamed(200, out -> {
            out.write("half of it".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        });
    }

    private String ask(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(LONGEST_WAIT_MILLIS);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
