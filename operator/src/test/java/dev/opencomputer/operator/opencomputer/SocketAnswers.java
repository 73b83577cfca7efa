/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers byte for byte, for what no HTTP server would do. */
final class SocketAnswers {

    private SocketAnswers() {}

    /** Answers requests without bodies on the first connection that comes, and on no other; returns how many. */
    static int onOneConnection(ServerSocket server, String... answers) {
        try (Socket socket = server.accept()) {
            BufferedReader requests =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            int answered = 0;
            for (String answer : answers) {
                String line = requests.readLine();
                while (line != null && !line.isEmpty()) {
                    line = requests.readLine();
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                answered++;
            }
            return answered;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one header without an end until the other side has enough. */
    static void endlessHeader(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nX-Endless: ".getBytes(StandardCharsets.US_ASCII));
            byte[] more = "x".repeat(8192).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(more);
            }
        } catch (IOException enough) {
            // The other side has closed, as it should.
        }
    }
}
