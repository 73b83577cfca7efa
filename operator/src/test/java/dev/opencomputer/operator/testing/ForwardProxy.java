/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A forward proxy: tunnels for {@code CONNECT}, and one request a connection for {@code http} URLs. It notes what it was
 * asked for, and what of it was readable.
 */
public final class ForwardProxy implements AutoCloseable {

    private final ServerSocket server;
    private final Optional<String> login;
    private final Optional<String> refusal;
    private final ExecutorService work = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "forward-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private ForwardProxy(Optional<String> login, Optional<String> refusal) {
        this.login = login.map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        this.refusal = refusal;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException("could not start a proxy", failure);
        }
        work.execute(this::accept);
    }

    /** One that lets everything through. */
    public static ForwardProxy open() {
        return new ForwardProxy(Optional.empty(), Optional.empty());
    }

    /** One that wants a log-in, {@code user:password}. */
    public static ForwardProxy withLogin(String login) {
        return new ForwardProxy(Optional.of(login), Optional.empty());
    }

    /** One that answers everything with a status line's end, such as {@code 403 Forbidden}. */
    public static ForwardProxy refusing(String status) {
        return new ForwardProxy(Optional.empty(), Optional.of(status));
    }

    /** Where it is. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Request lines and headers that it could read, in the order of coming. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        closeQuietly(server);
        open.forEach(ForwardProxy::closeQuietly);
        work.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                work.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            List<String> head = head(client.getInputStream());
            while (!head.isEmpty()) {
                asked.addAll(head);
                String[] request = head.get(0).split(" ");
                OutputStream out = client.getOutputStream();
                if (refusal.isPresent()) {
                    answer(out, refusal.get(), "");
                } else if (login.isPresent() && !head.contains("Proxy-Authorization: Basic " + login.get())) {
                    answer(out, "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"proxy\"\r\n");
                } else {
                    pass(client, request, head);
                    return;
                }
                head = head(client.getInputStream());
            }
        } catch (IOException ended) {
            // Either side may close at any time.
        }
    }

    private static void answer(OutputStream out, String status, String headers) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private void pass(Socket client, String[] request, List<String> head) throws IOException {
        boolean tunnel = request[0].equals("CONNECT");
        URI target = URI.create(tunnel ? "https://" + request[1] : request[1]);
        // Tests name servers as they like; every one of them is on this machine.
        try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
            open.add(upstream);
            if (tunnel) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                upstream.getOutputStream().write(forwarded(request, target, head));
            }
            work.execute(() -> copy(client, upstream));
            copy(upstream, client);
        }
    }

    private static byte[] forwarded(String[] request, URI target, List<String> head) {
        StringBuilder text = new StringBuilder()
                .append(request[0])
                .append(' ')
                .append(target.getRawPath())
                .append(" HTTP/1.1\r\n");
        head.stream()
                .skip(1)
                .filter(header -> !header.startsWith("Proxy-"))
                .forEach(header -> text.append(header).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            closeQuietly(to);
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') {
                if (next != '\r') {
                    line.append((char) next);
                }
            } else if (line.isEmpty()) {
                return lines;
            } else {
                lines.add(line.toString());
                line.setLength(0);
            }
        }
        return List.of();
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException closed) {
            // It is to be closed.
        }
    }
}
