/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import dev.opencomputer.operator.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Bytes to and from a server, as they are: what no HTTP client would send. */
final class RawHttp implements AutoCloseable {

    private static final int LONGEST_WAIT_MILLIS = 60_000;

    private final Socket socket;

    private RawHttp(Socket socket) {
        this.socket = socket;
    }

    static RawHttp connect(URI url) {
        try {
            return over(new Socket(url.getHost(), url.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawHttp over(Socket socket) throws IOException {
        socket.setSoTimeout(LONGEST_WAIT_MILLIS);
        return new RawHttp(socket);
    }

    /** One answer; header names are in lower case. */
    record Reply(int status, List<String> headers, String body) {

        Optional<String> header(String name) {
            return headers.stream()
                    .filter(line -> line.startsWith(name.toLowerCase(Locale.ROOT) + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst();
        }

        /** A part of the envelope's error; empty where it is not there. */
        String error(String field) {
            try {
                return Json.MAPPER.readTree(body).path("error").path(field).asText();
            } catch (IOException e) {
                throw new IllegalStateException(body, e);
            }
        }
    }

    /** Sends a request on a connection of its own, and gives what came until that was closed. */
    static Reply ask(URI url, String request) {
        try (RawHttp http = connect(url)) {
            http.send(request);
            return http.reply(request.startsWith("HEAD "));
        }
    }

    void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends no more. */
    void endOfSending() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Is gone, with a reset and without a word. */
    void vanish() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one answer: the head, and as many bytes as that says, or all until the connection is closed. */
    Reply reply() {
        return reply(false);
    }

    /** The same; one to HEAD has no body, whatever its head says. */
    Reply reply(boolean isHead) {
        try {
            InputStream in = socket.getInputStream();
            List<String> head = Arrays.asList(head(in).split("\r\n"));
            List<String> headers = head.stream()
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)
                            + line.substring(line.indexOf(':')))
                    .toList();
            Reply bare = new Reply(Integer.parseInt(head.get(0).substring(9, 12)), headers, "");
            boolean close = bare.header("connection").filter("close"::equals).isPresent();
            if (bare.header("transfer-encoding").isPresent() && !isHead) {
                return new Reply(bare.status(), headers, chunks(in));
            }
            byte[] body = close
                    ? in.readAllBytes()
                    : in.readNBytes(
                            Integer.parseInt(bare.header("content-length").orElse("0")));
            return new Reply(bare.status(), headers, new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A body in chunks; one that breaks off is an error. */
    private static String chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            body.write(in.readNBytes(size));
            if (!line(in).isEmpty()) {
                throw new IOException("A chunk is longer than it says");
            }
            if (size == 0) {
                return body.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The connection was closed in a body: " + line);
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection was closed after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the other side ends the connection without an answer; waits for it. */
    boolean isClosedByTheServer() {
        try {
            String farewell = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return !farewell.startsWith("HTTP");
        } catch (SocketTimeoutException stillThere) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
