/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A line to a server that a test can cut, and that counts what is said on it. */
public final class Line implements AutoCloseable {

    private final URI server;
    private final ServerSocket entry;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> held = ConcurrentHashMap.newKeySet();
    private final AtomicLong said = new AtomicLong();
    private volatile boolean cut;

    private Line(URI server) throws IOException {
        this.server = server;
        this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** A line to a server. */
    public static Line to(URI server) throws IOException {
        return new Line(server);
    }

    /** A line to the cluster's API server. */
    public static Line to(TestCluster cluster) throws IOException {
        return to(URI.create(cluster.config().getMasterUrl()));
    }

    /** How the server is reached by it. */
    public URI url() {
        return URI.create(server.getScheme() + "://127.0.0.1:" + entry.getLocalPort());
    }

    /** The administrator's kubeconfig, with this line in it. */
    public Path kubeconfig(TestCluster cluster, Path folder) throws IOException {
        String text = Files.readString(cluster.kubeconfig())
                .replace(server.getHost() + ":" + server.getPort(), "127.0.0.1:" + entry.getLocalPort());
        return Files.writeString(folder.resolve("kubeconfig-" + entry.getLocalPort()), text);
    }

    /** Breaks every connection off, and lets none through any more. */
    public void cut() {
        cut = true;
        ends.forEach(Line::hangUp);
    }

    /** Swallows from now on what is said on the connections that stand, without a sign; new ones work. */
    public void hold() {
        held.addAll(ends);
    }

    /** How many times the client has said something. */
    public long said() {
        return said.get();
    }

    @Override
    public void close() throws IOException {
        entry.close();
        cut();
        threads.shutdownNow();
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket client = entry.accept();
                ends.add(client);
                if (cut) {
                    hangUp(client);
                } else {
                    connect(client);
                }
            } catch (IOException closed) {
                // The loop looks whether it was the line.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket behind = new Socket(server.getHost(), server.getPort());
        ends.add(behind);
        threads.execute(() -> pass(client, behind, said));
        threads.execute(() -> pass(behind, client, new AtomicLong()));
    }

    private void pass(Socket from, Socket to, AtomicLong count) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int bytes = in.read(buffer); bytes >= 0 && !cut; bytes = in.read(buffer)) {
                count.incrementAndGet();
                if (!held.contains(from)) {
                    out.write(buffer, 0, bytes);
                    out.flush();
                }
            }
        } catch (IOException ended) {
            // So is the other direction.
        }
        hangUp(from);
        hangUp(to);
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
