/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;

/** The secret stores and their entries, as they stand in the database. Every change is on disk when it returns. */
final class SecretStores {

    private final Database database;
    private final ValueCipher cipher;
    private final Clock clock;
    private final MVMap<String, String> stores;
    private final MVMap<String, String> idsByName;
    private final MVMap<String, String> secrets;

    SecretStores(Database database, ValueCipher cipher, Clock clock) {
        this.database = database;
        this.cipher = cipher;
        this.clock = clock;
        this.stores = database.map("stores");
        this.idsByName = database.map("store-ids-by-name");
        this.secrets = database.map("secrets");
    }

    /** A secret store as it is kept. */
    record StoredStore(String id, String name, List<String> egressAllowlist, Instant createdAt, Instant updatedAt) {}

    /** An entry, its value encrypted. */
    record StoredSecret(String storeId, String name, SecretRecord kept) {}

    /** What is kept of an entry; where it belongs is the key of the map, so that a copied record gives itself away. */
    record SecretRecord(String id, List<String> allowedHosts, Instant createdAt, Instant updatedAt, String sealed) {}

    /** A name that another store has. */
    static final class NameTakenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NameTakenException() {
            super("a store with that name already exists", null, false, false);
        }
    }

    /** All stores, by name. */
    List<StoredStore> list() {
        return database.read(() ->
                idsByName.values().stream().map(id -> store(stores.get(id))).toList());
    }

    Optional<StoredStore> find(String id) {
        return database.read(() -> Optional.ofNullable(stores.get(id)).map(SecretStores::store));
    }

    Optional<StoredStore> findByName(String name) {
        return database.read(() -> Optional.ofNullable(idsByName.get(name)).flatMap(this::find));
    }

    /** Makes a store; a name that is taken throws. */
    StoredStore create(String name, List<String> egressAllowlist) {
        return database.write(() -> {
            if (idsByName.containsKey(name)) {
                throw new NameTakenException();
            }
            Instant now = now();
            return keep(new StoredStore(UUID.randomUUID().toString(), name, List.copyOf(egressAllowlist), now, now));
        });
    }

    /** Changes what is given; absent when there is no such store, and a name that another has throws. */
    Optional<StoredStore> update(String id, Optional<String> name, Optional<List<String>> egressAllowlist) {
        return database.write(() -> find(id).map(store -> {
            String newName = name.orElse(store.name());
            if (!newName.equals(store.name())) {
                if (idsByName.containsKey(newName)) {
                    throw new NameTakenException();
                }
                idsByName.remove(store.name());
            }
            return keep(new StoredStore(
                    id, newName, egressAllowlist.orElse(store.egressAllowlist()), store.createdAt(), now()));
        }));
    }

    /** Removes a store and its entries; false when there is none. */
    boolean delete(String id) {
        return database.write(() -> {
            Optional<StoredStore> store = find(id);
            store.ifPresent(found -> {
                keysOf(id).forEach(name -> secrets.remove(key(id, name)));
                idsByName.remove(found.name());
                stores.remove(id);
            });
            return store.isPresent();
        });
    }

    /** The entries of a store, by name. */
    List<StoredSecret> secrets(String storeId) {
        return database.read(() -> keysOf(storeId).stream()
                .map(name -> new StoredSecret(
                        storeId, name, Database.fromText(secrets.get(key(storeId, name)), SecretRecord.class)))
                .toList());
    }

    /** Sets or replaces one entry, and clears hosts that are not given; absent when there is no such store. */
    Optional<StoredSecret> putSecret(String storeId, String name, String value, List<String> allowedHosts) {
        return database.write(() -> {
            if (!stores.containsKey(storeId)) {
                return Optional.empty();
            }
            Instant now = now();
            Optional<SecretRecord> former = record(storeId, name);
            SecretRecord kept = new SecretRecord(
                    former.map(SecretRecord::id)
                            .orElseGet(() -> UUID.randomUUID().toString()),
                    List.copyOf(allowedHosts),
                    former.map(SecretRecord::createdAt).orElse(now),
                    now,
                    cipher.seal(value, place(storeId, name, allowedHosts)));
            secrets.put(key(storeId, name), Database.toText(kept));
            return Optional.of(new StoredSecret(storeId, name, kept));
        });
    }

    /** Removes one entry; false when there is none. */
    boolean deleteSecret(String storeId, String name) {
        return database.write(() -> secrets.remove(key(storeId, name)) != null);
    }

    /** A value in the clear; absent when there is no such entry. */
    Optional<String> value(String storeName, String name) {
        return database.read(() -> findByName(storeName)
                .flatMap(store -> record(store.id(), name)
                        .map(kept -> open(new StoredSecret(store.id(), name, kept), storeName))));
    }

    /** Opens every value once, so that a changed or copied one is found at start and not when it is needed. */
    void verify() {
        for (StoredStore store : list()) {
            secrets(store.id()).forEach(secret -> open(secret, store.name()));
        }
    }

    private String open(StoredSecret secret, String storeName) {
        SecretRecord kept = secret.kept();
        return cipher.open(kept.sealed(), place(secret.storeId(), secret.name(), kept.allowedHosts()))
                .orElseThrow(() -> new LocalServerException("The secret " + secret.name() + " in the store " + storeName
                        + " was changed on disk or copied from another place; put a copy of the data folder back, or"
                        + " begin anew with another --data-dir"));
    }

    /** What a value is bound to: where it stands, and the hosts that may have it. */
    private static String[] place(String storeId, String name, List<String> allowedHosts) {
        return Stream.concat(Stream.of(storeId, name), allowedHosts.stream()).toArray(String[]::new);
    }

    private StoredStore keep(StoredStore store) {
        stores.put(store.id(), Database.toText(store));
        idsByName.put(store.name(), store.id());
        return store;
    }

    private List<String> keysOf(String storeId) {
        List<String> names = new ArrayList<>();
        String prefix = key(storeId, "");
        for (var keys = secrets.keyIterator(prefix); keys.hasNext(); ) {
            String key = keys.next();
            if (!key.startsWith(prefix)) {
                break;
            }
            names.add(key.substring(prefix.length()));
        }
        return names;
    }

    private Optional<SecretRecord> record(String storeId, String name) {
        return Optional.ofNullable(secrets.get(key(storeId, name)))
                .map(text -> Database.fromText(text, SecretRecord.class));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String key(String storeId, String name) {
        return storeId + "/" + name;
    }

    private static StoredStore store(String text) {
        return Database.fromText(text, StoredStore.class);
    }
}
