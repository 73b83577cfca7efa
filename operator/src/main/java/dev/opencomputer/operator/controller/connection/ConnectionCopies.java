/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies that the operator keeps, in its own namespace, of the connections that namespaces have of their own: with
 * one of them, what was made over a connection can be deleted over it after the namespace's own Secret is gone.
 */
public final class ConnectionCopies {

    /** The value of the label that all of the operator's own Secrets carry. */
    private static final String PURPOSE = "connection";

    private static final String TYPE = Names.GROUP + "/" + PURPOSE;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionCopies.class);

    /** How often a copy may be changed by another between our read and our write. */
    private static final int ATTEMPTS = 3;

    private final KubernetesClient client;
    private final String operatorNamespace;
    private final NamespaceUids owners;

    /**
     * Keeps copies through a client.
     *
     * @param client may get, list, create, update and delete Secrets in the namespace; where it may get namespaces, a copy
     *     never serves another namespace that came to have the same name
     * @param operatorNamespace the operator's own namespace
     */
    public ConnectionCopies(KubernetesClient client, String operatorNamespace) {
        this.client = client;
        this.operatorNamespace = operatorNamespace;
        this.owners = new NamespaceUids(client);
    }

    /** A copy cannot be kept or read; the message says why and what to do, and holds nothing of it. */
    static final class Unkept extends Exception {
        private static final long serialVersionUID = 1L;

        private Unkept(String message) {
            super(message);
        }
    }

    /** Has the copy of a namespace's connection be this one; writes nothing when it is. */
    void keep(String namespace, ConnectionSecret connection) throws Unkept {
        Optional<String> uid = owners.uid(namespace);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Secret> present = secret(namespace);
            if (present.filter(copy -> uid.isEmpty() || uid.equals(ofUid(copy)))
                    .map(ConnectionSecret::of)
                    .filter(connection::equals)
                    .isPresent()) {
                return;
            }
            Secret wanted = secret(namespace, uid, connection, present);
            try {
                if (present.isEmpty()) {
                    client.resource(wanted).create();
                    LOG.info("Keeps a copy of the connection of the namespace {}", namespace);
                } else {
                    client.resource(wanted).update();
                    LOG.info("The copy of the connection of the namespace {} follows its change", namespace);
                }
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                    throw refused("write", namespace, e);
                }
            }
        }
        throw new Unkept("The operator's copy of this namespace's connection is changed again and again. Find out what"
                + " else writes the Secret " + operatorNamespace + "/" + name(namespace) + ".");
    }

    /** The copy of a namespace's connection, where there is one; one of a former namespace of that name is dropped. */
    Optional<ConnectionSecret> read(String namespace) throws Unkept {
        Optional<Secret> present = secret(namespace);
        Optional<String> kept = present.flatMap(ConnectionCopies::ofUid);
        if (kept.isPresent()
                && owners.uid(namespace).filter(uid -> !uid.equals(kept.get())).isPresent()) {
            delete(namespace, present.orElseThrow());
            LOG.info(
                    "Dropped the copy of the connection of a former namespace {}: the present one is another",
                    namespace);
            return Optional.empty();
        }
        return present.map(ConnectionSecret::of);
    }

    /** Drops the copy of a namespace's connection, where there is one. */
    void drop(String namespace) throws Unkept {
        Optional<Secret> present = secret(namespace);
        if (present.isPresent()) {
            delete(namespace, present.get());
            LOG.info("Dropped the copy of the connection of the namespace {}: nothing needs it any more", namespace);
        }
    }

    /** Drops the copy of a namespace's connection if it was the connection of another namespace that had that name. */
    void dropFormer(String namespace) throws Unkept {
        Optional<ConnectionSecret> unused = read(namespace);
    }

    private void delete(String namespace, Secret copy) throws Unkept {
        try {
            // One that was written again since is another leader's.
            client.resource(copy)
                    .lockResourceVersion(copy.getMetadata().getResourceVersion())
                    .delete();
        } catch (KubernetesClientException e) {
            throw refused("delete", namespace, e);
        }
    }

    private static Optional<String> ofUid(Secret copy) {
        return Optional.ofNullable(copy.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Names.CONNECTION_NAMESPACE_UID));
    }

    /** The namespaces of all copies that are there. */
    List<String> namespaces() throws Unkept {
        try {
            return client
                    .secrets()
                    .inNamespace(operatorNamespace)
                    .withLabel(Names.KEY_PURPOSE, PURPOSE)
                    .list()
                    .getItems()
                    .stream()
                    .map(secret -> secret.getMetadata().getLabels().get(Names.CONNECTION_NAMESPACE))
                    .filter(Objects::nonNull)
                    .toList();
        } catch (KubernetesClientException e) {
            throw refused("list", "", e);
        }
    }

    private Optional<Secret> secret(String namespace) throws Unkept {
        Secret found;
        try {
            found = client.secrets()
                    .inNamespace(operatorNamespace)
                    .withName(name(namespace))
                    .get();
        } catch (KubernetesClientException e) {
            throw refused("get", namespace, e);
        }
        if (found != null && !isOurs(found, namespace)) {
            throw new Unkept("The Secret " + operatorNamespace + "/" + name(namespace)
                    + " is in the place of the operator's copy of this namespace's connection, and is none. Have it"
                    + " renamed or deleted.");
        }
        return Optional.ofNullable(found);
    }

    private static boolean isOurs(Secret secret, String namespace) {
        return TYPE.equals(secret.getType())
                && secret.getMetadata().getLabels() != null
                && namespace.equals(secret.getMetadata().getLabels().get(Names.CONNECTION_NAMESPACE));
    }

    private Secret secret(
            String namespace, Optional<String> uid, ConnectionSecret connection, Optional<Secret> present) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(operatorNamespace)
                .withName(name(namespace))
                .withResourceVersion(present.map(secret -> secret.getMetadata().getResourceVersion())
                        .orElse(null))
                .addToLabels(Names.KEY_PURPOSE, PURPOSE)
                .addToLabels(Names.CONNECTION_NAMESPACE, namespace)
                .withAnnotations(uid.map(known -> Map.of(Names.CONNECTION_NAMESPACE_UID, known))
                        .orElse(Map.of()))
                .endMetadata()
                .withType(TYPE)
                .withData(connection.data())
                .build();
    }

    private static String name(String namespace) {
        return Names.CONNECTION_SECRET + "-" + namespace;
    }

    /** In words of its own: the client's may begin with the request, which holds the connection. */
    private Unkept refused(String verb, String namespace, KubernetesClientException e) {
        if (e.getCode() <= 0) {
            // Nobody answered, or nobody was asked: that is nothing about the copy.
            throw e;
        }
        String which = namespace.isEmpty() ? "copies of connections" : "its copy of this namespace's connection";
        return new Unkept(
                e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                        ? "The API server does not let the operator " + verb + " " + which
                                + ". Grant its account get, list," + " create, update and delete on secrets in "
                                + operatorNamespace + "."
                        : "The operator could not " + verb + " " + which + " in " + operatorNamespace
                                + ": the API server answered " + e.getCode() + ".");
    }
}
