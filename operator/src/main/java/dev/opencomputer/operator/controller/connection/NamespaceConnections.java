/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.policy.Policies;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
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
    private final ExecutorService dropping = Executors.newSingleThreadExecutor(work -> {
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
     * Drops, soon, all copies that nothing needs any more: what was to be dropped when the operator was not there.
     *
     * @param watched the namespaces that this operator answers for
     * @param needed tells for a namespace and the name of its own connection whether something may have been made over it
     */
    public void dropAllUnneeded(Predicate<String> watched, NeededBy needed) {
        later(() -> {
            try {
                copies.namespaces().stream().filter(watched).forEach(namespace -> drop(namespace, needed));
            } catch (ConnectionCopies.Unkept e) {
                LOG.warn("Copies of connections that nothing needs may be left behind: {}", e.getMessage());
            }
        });
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
            dropping.execute(() -> {
                try {
                    work.run();
                } catch (KubernetesClientException e) {
                    LOG.warn("A copy of a connection is left behind until the operator starts anew: the API server did"
                            + " not answer");
                }
            });
        } catch (RejectedExecutionException closed) {
            LOG.debug("Copies are looked after by the next operator");
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
