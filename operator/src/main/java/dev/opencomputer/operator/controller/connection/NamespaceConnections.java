/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.leadership.NoMandateException;
import dev.opencomputer.operator.controller.policy.Policies;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's default connection, and for those namespaces that the policy names one of their own. What one of them
 * is missing is never made up for by another.
 */
public final class NamespaceConnections implements Connections {

    private static final Logger LOG = LoggerFactory.getLogger(NamespaceConnections.class);

    private final DefaultConnection theDefault;
    private final Policies policies;
    private final KubernetesClient client;
    private final ConnectionCopies copies;
    private final Connector connector;
    private final Map<String, OwnConnection> own = new ConcurrentHashMap<>();
    private final ScheduledExecutorService dropping = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "opencomputer-connection-copies");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Reads nothing yet.
     *
     * @param theDefault the operator's own connection; closed with this
     * @param policies say which namespaces use one of their own, and where it may lead
     * @param client may get Secrets in these namespaces
     * @param copies keeps copies of what these namespaces use
     * @param connector makes clients
     */
    public NamespaceConnections(
            DefaultConnection theDefault,
            Policies policies,
            KubernetesClient client,
            ConnectionCopies copies,
            Connector connector) {
        this.theDefault = theDefault;
        this.policies = policies;
        this.client = client;
        this.copies = copies;
        this.connector = connector;
    }

    @Override
    public String nameFor(String namespace) {
        return policies.present().hasOwnConnection(namespace) ? OwnConnection.name(namespace) : DefaultConnection.NAME;
    }

    @Override
    public Resolution forObject(String namespace, Optional<String> claimed, boolean deleting) {
        String present = nameFor(namespace);
        String wanted = claimed.orElse(present);
        if (!wanted.equals(present) && !deleting) {
            return new Resolution.Missing(
                    wanted, ConditionReason.CONNECTION_CHANGED, changed(namespace, wanted, present), false);
        }
        if (wanted.equals(DefaultConnection.NAME)) {
            return theDefault.present();
        }
        if (!wanted.equals(OwnConnection.name(namespace))) {
            // An object that was brought here from another namespace, with its status, must not reach that one's.
            return new Resolution.Missing(
                    wanted, ConditionReason.CONNECTION_CHANGED, changed(namespace, wanted, present), false);
        }
        OwnConnection connection = of(namespace);
        return deleting ? connection.forDeletion() : connection.live();
    }

    private static String changed(String namespace, String claimed, String present) {
        return "This object was made over the connection " + claimed + ", and its namespace " + namespace + " uses "
                + present + " now; nothing is written over either. Have the administrator take that back, or move the"
                + " object: Retain, delete, apply.";
    }

    private OwnConnection of(String namespace) {
        return own.computeIfAbsent(namespace, name -> new OwnConnection(name, policies, client, copies, connector));
    }

    /**
     * Notes that the Secret with a namespace's own connection was changed, made or deleted; waits for nothing.
     *
     * @param namespace the namespace
     * @return whether the namespace uses it, so that its objects have to be looked at
     */
    public boolean changed(String namespace) {
        Optional.ofNullable(own.get(namespace)).ifPresent(OwnConnection::changed);
        return policies.present().hasOwnConnection(namespace);
    }

    /** Notes that another policy holds. */
    public void policyChanged() {
        own.values().forEach(OwnConnection::changed);
    }

    /**
     * Drops, soon, the copy of a namespace's connection if nothing needs it any more.
     *
     * @param namespace the namespace
     * @param needed tells for a namespace and the name of its own connection whether something may have been made over it
     */
    public void dropUnneeded(String namespace, NeededBy needed) {
        if (own.containsKey(namespace) && !needed.test(namespace, OwnConnection.name(namespace))) {
            later(() -> drop(namespace, needed));
        }
    }

    /**
     * Drops, soon and again and again, all copies that nothing needs any more: what was to be dropped when the operator
     * was not there, and what could not be dropped when it was.
     *
     * @param every how long after one round the next begins
     * @param watched the namespaces that this operator answers for
     * @param needed tells for a namespace and the name of its own connection whether something may have been made over it
     */
    public void keepDropping(Duration every, Predicate<String> watched, NeededBy needed) {
        try {
            Future<?> unused = dropping.scheduleWithFixedDelay(
                    () -> trying(() -> dropAllUnneeded(watched, needed)), 0, every.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Copies are looked after by the next operator");
        }
    }

    private void dropAllUnneeded(Predicate<String> watched, NeededBy needed) {
        List<String> namespaces;
        try {
            namespaces = copies.namespaces();
        } catch (ConnectionCopies.Unkept e) {
            LOG.warn("Copies of connections that nothing needs may be left behind: {}", e.getMessage());
            return;
        }
        // One that cannot be dropped keeps none of the others.
        namespaces.stream().filter(watched).forEach(namespace -> trying(() -> drop(namespace, needed)));
    }

    /** Whether something in a namespace may have been made over a connection. */
    @FunctionalInterface
    public interface NeededBy {
        /** Asks for the namespace, and the connection's name in claims. */
        boolean test(String namespace, String connection);
    }

    private void drop(String namespace, NeededBy needed) {
        of(namespace).dropUnless(() -> needed.test(namespace, OwnConnection.name(namespace)));
    }

    private void later(Runnable work) {
        try {
            dropping.execute(() -> trying(work));
        } catch (RejectedExecutionException closed) {
            LOG.debug("Copies are looked after by the next operator");
        }
    }

    private void trying(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (dropping.isShutdown() || NoMandateException.isCauseOf(e)) {
                LOG.debug("Copies are looked after by the operator that leads");
            } else {
                // Without the cause: it may begin with the request.
                LOG.warn(
                        "A copy of a connection that nothing needs may be left behind until the next round ({})",
                        e.getClass().getSimpleName());
            }
        }
    }

    @Override
    public Map<String, Health> health() {
        Map<String, Health> all = new TreeMap<>();
        theDefault.health().ifPresent(health -> all.put(DefaultConnection.NAME, health));
        own.forEach((namespace, connection) ->
                connection.health().ifPresent(health -> all.put(OwnConnection.name(namespace), health)));
        return all;
    }

    @Override
    public Map<String, Boolean> usable() {
        Map<String, Boolean> all = new TreeMap<>();
        all.put(DefaultConnection.NAME, false);
        health().forEach((name, health) -> all.put(name, !health.equals(Health.MISSING)));
        return all;
    }

    @Override
    public void close() {
        dropping.shutdownNow();
        own.values().forEach(OwnConnection::close);
        theDefault.close();
    }
}
