/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.controller.connection.Connections.Health;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's one default connection; follows its source when that changes. */
public final class DefaultConnection implements AutoCloseable {

    /** Its name in claims. */
    public static final String NAME = "default";

    private static final Logger LOG = LoggerFactory.getLogger(DefaultConnection.class);

    /** How long settings that were read are taken for the present ones: a reconcile does not wait for the disk. */
    private static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(1);

    /** How often {@link #keepLooking} looks; a kubelet takes longer than that to bring a changed Secret. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final ConnectionSource source;
    private final Connector connector;
    private final LongSupplier clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "opencomputer-connection");
        thread.setDaemon(true);
        return thread;
    });
    private long readAt;
    private ConnectionSettings settings;
    private Resolution resolution;

    /**
     * Reads nothing yet.
     *
     * @param source where URL and key come from
     * @param connector makes a client
     */
    public DefaultConnection(ConnectionSource source, Connector connector) {
        this(source, connector, System::nanoTime);
    }

    DefaultConnection(ConnectionSource source, Connector connector, LongSupplier clock) {
        this.source = source;
        this.connector = connector;
        this.clock = clock;
    }

    /**
     * Asks to be told when there are new settings that can be used, so that nobody who waits for them waits longer.
     *
     * @param listener called on any thread, so it must not wait
     */
    public void onNewSettings(Runnable listener) {
        listeners.add(listener);
    }

    /** Looks for new settings from time to time, since perhaps nobody else asks while all wait for their next try. */
    public void keepLooking() {
        // It ends with its executor, and fails never: look() sees to that.
        Future<?> unused = looking.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            present();
        } catch (RuntimeException e) {
            // The next one who asks gets the same failure, and can tell somebody.
            LOG.debug("The default connection cannot be made", e);
        }
    }

    /** The connection as it is now, or why there is none. */
    public Resolution present() {
        Resolution present;
        boolean news = false;
        synchronized (this) {
            long now = clock.getAsLong();
            if (resolution == null || now - readAt >= READ_AGAIN_AFTER.toNanos()) {
                readAt = now;
                Resolution former = resolution;
                follow();
                news = former != null && resolution != former && resolution instanceof Resolution.Connected;
            }
            present = resolution;
        }
        if (news) {
            listeners.forEach(Runnable::run);
        }
        return present;
    }

    private void follow() {
        ConnectionSettings read;
        try {
            read = source.read();
        } catch (ConnectionSource.Unusable e) {
            retire();
            settings = null;
            Resolution missing = Resolution.Missing.settings(NAME, e.getMessage());
            if (!missing.equals(resolution)) {
                LOG.warn("The default connection cannot be used, and nothing is written over it: {}", e.getMessage());
            }
            resolution = missing;
            return;
        }
        if (!read.equals(settings)) {
            if (resolution != null) {
                LOG.info("The default connection has new settings; they are used from now on");
            }
            Connection connection = new Connection(NAME, connector.connect(NAME, read, OptionalInt.empty()));
            retire();
            settings = read;
            resolution = new Resolution.Connected(connection);
        }
    }

    /** How it fares, as far as is known without asking anybody. */
    synchronized Optional<Health> health() {
        if (resolution == null) {
            return Optional.empty();
        }
        return Optional.of(
                resolution instanceof Resolution.Connected connected
                        ? connected.connection().health()
                        : Health.MISSING);
    }

    private void retire() {
        if (resolution instanceof Resolution.Connected former) {
            former.connection().retire();
        }
    }

    @Override
    public synchronized void close() {
        looking.shutdownNow();
        if (resolution instanceof Resolution.Connected present) {
            present.connection().close();
        }
    }
}
