/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.generated;

import dev.opencomputer.operator.facade.document.Exchange;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;

/** Sends bytes over a connection of their own and reads what a server makes of them. */
final class RawConnection {

    /** A server that says nothing for so long has left the connection without an answer. */
    private static final int PATIENCE_MILLIS = 45_000;

    private static final Set<Integer> BODILESS = Set.of(HttpStatus.SC_NO_CONTENT, HttpStatus.SC_NOT_MODIFIED);

    private RawConnection() {}

    static Exchange exchange(URI server, RawRequest request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort());
                DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(Http1Config.DEFAULT)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            connection.bind(socket);
            send(socket, request.bytes());
            ClassicHttpResponse response = connection.receiveResponseHeader();
            while (response.getCode() < HttpStatus.SC_SUCCESS) {
                response = connection.receiveResponseHeader();
            }
            String body = "";
            if (!request.method().equals("HEAD") && !BODILESS.contains(response.getCode())) {
                connection.receiveResponseEntity(response);
                body = response.getEntity() == null
                        ? ""
                        : new String(response.getEntity().getContent().readAllBytes(), StandardCharsets.UTF_8);
            }
            return new Exchange(request.method(), request.target(), response.getCode(), headers(response), body);
        } catch (HttpException e) {
            throw new IOException("The answer is no HTTP", e);
        }
    }

    /** A server may answer before it has read everything, and close its end: the answer is what counts. */
    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // What the server says is read all the same.
        }
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) {
        return Arrays.stream(response.getHeaders())
                .collect(Collectors.groupingBy(
                        Header::getName, Collectors.mapping(Header::getValue, Collectors.toList())));
    }
}
