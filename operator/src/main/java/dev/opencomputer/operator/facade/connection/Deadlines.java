/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that are too slow. At each moment a connection has one deadline: for its first request, for its
 * answer, or for its next request. An idle time-out alone would not do, since one byte now and then is not idle.
 */
final class Deadlines extends Handler.Wrapper implements Connection.Listener {

    private final Limits limits;
    private final Scheduler scheduler;
    private final Map<Connection, Scheduler.Task> tasks = new ConcurrentHashMap<>();

    Deadlines(Limits limits, Scheduler scheduler) {
        this.limits = limits;
        this.scheduler = scheduler;
    }

    @Override
    public void onOpened(Connection connection) {
        // Below HTTP there may be a connection of TLS, whose handshake belongs to the first request.
        if (connection instanceof ConnectionMetaData) {
            expect(connection, limits.firstHead());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Scheduler.Task task = tasks.remove(connection);
        if (task != null) {
            task.cancel();
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        expect(connection, limits.request());
        Request.addCompletionListener(request, unused -> expect(connection, limits.nextHead()));
        return super.handle(request, response, callback);
    }

    private void expect(Connection connection, Duration within) {
        Scheduler.Task task = scheduler.schedule(
                () -> connection.getEndPoint().close(new TimeoutException("too slow")),
                within.toMillis(),
                TimeUnit.MILLISECONDS);
        Scheduler.Task former = tasks.put(connection, task);
        if (former != null) {
            former.cancel();
        }
        if (!connection.getEndPoint().isOpen()) {
            // It may have been closed before it was put here.
            onClosed(connection);
        }
    }
}
