/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * A connection that never logs what goes over it. The library's own writes headers and bodies, and with them keys,
 * tokens and secret values, to its loggers {@code wire} and {@code headers} as soon as someone sets the root logger to debug.
 */
public final class QuietConnection extends DefaultManagedHttpClientConnection {

    /** Far above any sane answer's: the library's defaults have no bound, and headers are held in memory. */
    private static final Http1Config BOUNDS = Http1Config.custom()
            .setMaxLineLength(32 * 1024)
            .setMaxHeaderCount(200)
            .build();

    private QuietConnection() {
        super("quiet", null, null, BOUNDS, null, null, null, null, null);
    }

    /**
     * Makes connections, as the pools of the library want it.
     *
     * @param socket what it goes over; {@code null} where that is bound later
     */
    public static QuietConnection over(Socket socket) throws IOException {
        QuietConnection connection = new QuietConnection();
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
        bind(new SocketHolder(sslSocket, socket));
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {
        // Nothing: the library would log the headers here.
    }

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {
        // Nothing: the library would log the headers here.
    }
}
