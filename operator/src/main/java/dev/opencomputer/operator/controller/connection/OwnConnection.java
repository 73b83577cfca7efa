/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.connection.ConnectionCopies.Unkept;
import dev.opencomputer.operator.controller.connection.Connections.Health;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.policy.Policy;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one namespace's own: its Secret for what is alive, and the operator's copy of it for deletions when
 * the Secret is gone or wrong, or the namespace no longer uses it. The Secret is read once for each change of it.
 */
final class OwnConnection {

    private static final Logger LOG = LoggerFactory.getLogger(OwnConnection.class);

    private final String namespace;
    private final Policies policies;
    private final KubernetesClient client;
    private final ConnectionCopies copies;
    private final Connector connector;

    /** Grows when the Secret or the policy has changed; what was read before is read again. */
    private final AtomicLong changes = new AtomicLong(1);

    /** Changed under the lock, and read without it for {@link #health}. */
    private volatile long readAt;

    private volatile Optional<String> problem = Optional.empty();
    private volatile Optional<Used> used = Optional.empty();
    private volatile boolean closed;

    /** What calls go over, with what it was made from. */
    private record Used(ConnectionSettings settings, OptionalInt calls, Connection connection) {}

    /** Settings that may not or cannot be used; the message says why and what to do. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private Unusable(String message) {
            super(message);
        }
    }

    OwnConnection(
            String namespace,
            Policies policies,
            KubernetesClient client,
            ConnectionCopies copies,
            Connector connector) {
        this.namespace = namespace;
        this.policies = policies;
        this.client = client;
        this.copies = copies;
        this.connector = connector;
    }

    /** The name of a namespace's own connection in claims. */
    static String name(String namespace) {
        return "namespace " + namespace;
    }

    /** Has everything read again at the next use; waits for nothing. */
    void changed() {
        changes.incrementAndGet();
    }

    /** For what is alive. */
    synchronized Resolution live() {
        follow();
        return problem.<Resolution>map(why -> Resolution.Missing.settings(name(namespace), why))
                .orElseGet(() -> new Resolution.Connected(used.orElseThrow().connection()));
    }

    /** For a deletion, which goes over the copy where the Secret is of no use. */
    synchronized Resolution forDeletion() {
        follow();
        if (problem.isPresent()) {
            try {
                Optional<ConnectionSecret> copy = copies.read(namespace);
                if (copy.isEmpty()) {
                    retire();
                    return new Resolution.Missing(
                            name(namespace),
                            ConditionReason.CONNECTION_MISSING,
                            problem.get() + " The operator has no copy of it either. To let the object go with what it"
                                    + " has upstream left there, set its deletionPolicy to Retain.",
                            true);
                }
                use(allowed(copy.get(), "the operator's copy of the connection of this namespace"));
            } catch (Unusable | Unkept e) {
                retire();
                return Resolution.Missing.settings(
                        name(namespace),
                        e.getMessage() + " To let the object go with what it has upstream left there, set its"
                                + " deletionPolicy to Retain.");
            }
        }
        return new Resolution.Connected(used.orElseThrow().connection());
    }

    /** How it fares; empty while nobody uses it. Waits for nobody who is reading a Secret. */
    Optional<Health> health() {
        if (readAt == 0) {
            return Optional.empty();
        }
        return problem.isPresent()
                ? Optional.of(Health.MISSING)
                : used.map(present -> present.connection().health());
    }

    /**
     * Drops the copy when nothing needs it, or when it is not of this namespace but of a former one with its name.
     *
     * @param needed asked while nobody begins to use it
     */
    synchronized void dropUnless(BooleanSupplier needed) {
        try {
            if (needed.getAsBoolean()) {
                copies.dropFormer(namespace);
                return;
            }
            copies.drop(namespace);
        } catch (Unkept e) {
            LOG.warn("A copy of the connection of the namespace {} is left behind: {}", namespace, e.getMessage());
            return;
        }
        retire();
        readAt = 0;
        problem = Optional.empty();
    }

    /** Closes what is used now and whatever is used later; waits for nobody who is reading a Secret. */
    void close() {
        closed = true;
        used.ifPresent(present -> present.connection().close());
    }

    private void follow() {
        long seen = changes.get();
        if (seen == readAt) {
            return;
        }
        Policy policy = policies.present();
        try {
            if (!policy.hasOwnConnection(namespace)) {
                throw new Unusable("The namespace no longer uses a connection of its own.");
            }
            ConnectionSecret secret = secret();
            ConnectionSettings settings = allowed(secret, "the Secret " + Names.CONNECTION_SECRET);
            // First the copy: whatever is made over these settings can be deleted over it.
            copies.keep(namespace, secret);
            use(settings);
            problem = Optional.empty();
            readAt = seen;
        } catch (Unusable e) {
            retire();
            problem = Optional.of(e.getMessage());
            readAt = seen;
        } catch (Unkept e) {
            // It is tried again with the next reconcile, since no change of the Secret will tell when it can be kept.
            problem = Optional.of(e.getMessage());
        }
    }

    private ConnectionSecret secret() throws Unusable {
        Secret secret;
        try {
            secret = client.secrets()
                    .inNamespace(namespace)
                    .withName(Names.CONNECTION_SECRET)
                    .get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                throw new Unusable("The API server does not let the operator read the Secret " + Names.CONNECTION_SECRET
                        + ". Grant its service account the right to get Secrets in this namespace.");
            }
            throw e;
        }
        if (secret == null) {
            throw new Unusable("There is no Secret " + Names.CONNECTION_SECRET + " in this namespace, which uses a"
                    + " connection of its own and never the operator's. Create it, with url and apiKey.");
        }
        return ConnectionSecret.of(secret);
    }

    private ConnectionSettings allowed(ConnectionSecret secret, String what) throws Unusable {
        try {
            return secret.settings(policies.present()::allowsServer);
        } catch (ConnectionTexts.Wrong e) {
            throw new Unusable(
                    switch (e.kind()) {
                        case MISSING -> "There is no " + e.entry() + " in " + what + ". Add it.";
                        case UNREADABLE ->
                            "The entry " + e.entry() + " in " + what + " cannot be used: " + e.getMessage() + ".";
                        case NOT_ALLOWED ->
                            "The server in " + e.entry() + " of " + what + " is not one that the administrator allows:"
                                    + " scheme, host and port have to be on the list connections.hosts of the"
                                    + " operator's policy.";
                    });
        }
    }

    private void use(ConnectionSettings settings) {
        OptionalInt calls = policies.present().maxConcurrentCalls();
        if (used.filter(present ->
                        present.settings().equals(settings) && present.calls().equals(calls))
                .isPresent()) {
            return;
        }
        Connection connection = new Connection(name(namespace), connector.connect(name(namespace), settings, calls));
        if (used.isPresent()) {
            LOG.info("The connection of the namespace {} has new settings; they are used from now on", namespace);
        }
        retire();
        used = Optional.of(new Used(settings, calls, connection));
        if (closed) {
            // It was closed meanwhile: whoever calls over this one is told so, and nothing is left open.
            connection.close();
        }
    }

    private void retire() {
        used.ifPresent(former -> former.connection().retire());
        used = Optional.empty();
    }
}
