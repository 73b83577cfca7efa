/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.keys.KeyStore;
import dev.opencomputer.operator.controller.keys.KeysUnavailableException;
import dev.opencomputer.operator.controller.keys.StoredKey;
import dev.opencomputer.operator.controller.keys.backup.BackedUpKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What people do with the sealing keys of a cluster, with their own rights. */
public final class SealingKeyAdmin {

    private final KubernetesClient client;
    private final String namespace;

    /**
     * Does nothing yet.
     *
     * @param client acts as the person
     * @param namespace the operator's own namespace
     */
    public SealingKeyAdmin(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * A request for a new key.
     *
     * @param former the id of the key that it is to follow
     * @param before the ids of all keys that were published before
     */
    public record Request(SealingKeyId former, Set<String> before) {}

    /**
     * Asks the operator for a new key in the place of the current one; asked twice, it makes one.
     *
     * @throws KeyAdminException when the request cannot be left
     */
    public Request askForRenewal() throws KeyAdminException {
        PublishedState before = PublishedState.read(client, namespace);
        SealingKeyId current = current(before);
        try {
            client.configMaps()
                    .inNamespace(namespace)
                    .withName(Names.PUBLIC_SEALING_KEYS)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"annotations\":{\"" + Names.RENEW_KEY + "\":\"" + current + "\"}}}");
            return new Request(current, Set.copyOf(before.ids()));
        } catch (KubernetesClientException failure) {
            throw KeyAdminException.because(
                    "leave the request in the ConfigMap " + PublishedState.name(namespace), failure);
        }
    }

    /**
     * The new key for which somebody asked.
     *
     * @return its id; absent while there is none
     * @throws KeyAdminException when no operator makes one any more, or what is published cannot be read
     */
    public Optional<SealingKeyId> outcome(Request request) throws KeyAdminException {
        PublishedState published = PublishedState.read(client, namespace);
        SealingKeyId now = current(published);
        if (!request.before().contains(now.value())) {
            return Optional.of(now);
        }
        if (!now.equals(request.former()) && !published.isRenewalAskedFor()) {
            throw new KeyAdminException("No key was made: the ConfigMap " + PublishedState.name(namespace) + " named "
                    + request.former() + ", and the operator has put " + now + " back, which is not new. Ask again.");
        }
        return Optional.empty();
    }

    private SealingKeyId current(PublishedState published) throws KeyAdminException {
        try {
            return new SealingKeyId(published.current().orElse(""));
        } catch (IllegalArgumentException none) {
            throw new KeyAdminException("The ConfigMap " + PublishedState.name(namespace)
                    + " names no current key. The operator puts that right when it runs.");
        }
    }

    /**
     * Lists the keys, the current one first, then the newest, and then those that are missing. It needs no right on Secrets.
     *
     * @throws KeyAdminException when they cannot be read
     */
    public List<KeyRow> list() throws KeyAdminException {
        PublishedState published = PublishedState.read(client, namespace);
        KeyUses uses = KeyUses.of(client);
        List<KeyRow> rows = new ArrayList<>();
        for (String id : published.ids()) {
            if (SealingKeyId.isOne(id)) {
                SealingKeyId key = new SealingKeyId(id);
                KeyRow.State state = published.isCurrent(key) ? KeyRow.State.CURRENT : KeyRow.State.OLD;
                rows.add(new KeyRow(
                        key, state, published.created(id), uses.of(id).size()));
            }
        }
        rows.sort(Comparator.comparing(KeyRow::state)
                .thenComparing(
                        Comparator.comparing((KeyRow row) -> row.created().orElse(Instant.EPOCH))
                                .reversed())
                .thenComparing(row -> row.id().value()));
        for (String id : uses.ids()) {
            if (!published.ids().contains(id)) {
                rows.add(new KeyRow(
                        new SealingKeyId(id),
                        KeyRow.State.MISSING,
                        Optional.empty(),
                        uses.of(id).size()));
            }
        }
        return rows;
    }

    /**
     * The private keys, the oldest first, for a back-up.
     *
     * @throws KeyAdminException when they cannot be read, or there is none
     */
    public List<BackedUpKey> backUp() throws KeyAdminException {
        List<StoredKey> stored = stored();
        if (stored.isEmpty()) {
            throw new KeyAdminException("There is no sealing key in the namespace " + namespace
                    + ": the operator makes the first one when it starts. Where its namespace is another one, name it with"
                    + " --operator-namespace.");
        }
        return stored.stream()
                .sorted(StoredKey.BY_AGE)
                .map(key -> new BackedUpKey(key.key(), key.created()))
                .toList();
    }

    /**
     * What a restore did.
     *
     * @param restored the ids of keys that are there now and were not before
     * @param kept the ids of keys that were there
     */
    public record Restored(List<SealingKeyId> restored, List<SealingKeyId> kept) {}

    /**
     * Brings back keys that are not there, the newest first; those that are there stay as they are.
     *
     * @param keys what is to be there afterwards
     * @param now the time; no key is newer than that
     * @throws KeyAdminException when one cannot be stored; the newer ones are there then
     */
    public Restored restore(List<BackedUpKey> keys, Instant now) throws KeyAdminException {
        Map<SealingKeyId, Instant> there = new HashMap<>();
        // By the oldest, where one is there twice: no key then becomes newer than it.
        stored().forEach(
                        key -> there.merge(key.id(), key.created(), (one, other) -> one.isBefore(other) ? one : other));
        Restored done = new Restored(new ArrayList<>(), new ArrayList<>());
        KeyStore store = new KeyStore(client, namespace);
        for (BackedUpKey key : RestoreOrder.of(keys, there, now)) {
            if (there.putIfAbsent(key.id(), key.created()) == null) {
                try {
                    store.restore(key.key(), key.created());
                } catch (KeysUnavailableException failure) {
                    throw new KeyAdminException(KeyAdminException.because("store the key " + key.id(), failure)
                                    .getMessage()
                            + " Restored before that: "
                            + (done.restored().isEmpty()
                                    ? "none"
                                    : done.restored().stream()
                                            .map(SealingKeyId::value)
                                            .collect(Collectors.joining(", ")))
                            + ". Run the same command again when that is mended: it goes on.");
                }
                done.restored().add(key.id());
            } else {
                done.kept().add(key.id());
            }
        }
        return done;
    }

    private List<StoredKey> stored() throws KeyAdminException {
        try {
            return new KeyStore(client, namespace).keys();
        } catch (KeysUnavailableException failure) {
            throw KeyAdminException.because("read the sealing keys in the namespace " + namespace, failure);
        }
    }
}
