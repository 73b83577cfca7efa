/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.h2.mvstore.MVMap;

/** The agents, as they stand in the database, and their secret stores. Every change is on disk when it returns. */
final class Agents {

    private final Database database;
    private final SecretStores stores;
    private final Clock clock;
    private final MVMap<String, String> agents;

    Agents(Database database, SecretStores stores, Clock clock) {
        this.database = database;
        this.stores = stores;
        this.clock = clock;
        this.agents = database.map("agents");
    }

    /** What a caller decides about an agent; {@code config} is a JSON null when there is none. */
    record Wanted(Optional<String> displayName, JsonNode config, Optional<String> core, Optional<String> model) {}

    /** An agent as it is kept: parts that were not given are null. */
    record StoredAgent(
            String id,
            String displayName,
            JsonNode config,
            String core,
            String model,
            Instant createdAt,
            Instant updatedAt) {

        Wanted wanted() {
            return new Wanted(
                    Optional.ofNullable(displayName), config, Optional.ofNullable(core), Optional.ofNullable(model));
        }
    }

    /** An agent with the name of its secret store, where that exists. */
    record Found(StoredAgent agent, Optional<String> secretStore) {}

    /** All agents, by id. */
    List<Found> list() {
        return database.read(() ->
                agents.values().stream().map(Agents::agent).map(this::found).toList());
    }

    /** Reads every agent once, so that damage is found at start and not when one is asked for. */
    void verify() {
        var unused = list();
    }

    Optional<Found> find(String id) {
        return database.read(
                () -> Optional.ofNullable(agents.get(id)).map(Agents::agent).map(this::found));
    }

    /** Makes an agent, and with secrets its store as well; absent when the id is taken. */
    Optional<Found> create(String id, Wanted wanted, Map<String, String> secrets) {
        return database.write(() -> {
            if (agents.containsKey(id)) {
                return Optional.empty();
            }
            Instant now = now();
            keep(id, wanted, now, now);
            secrets.forEach((key, value) -> setSecret(id, key, value, List.of()));
            return find(id);
        });
    }

    /** Changes an agent; absent when there is none. */
    Optional<Found> update(String id, UnaryOperator<Wanted> change) {
        return database.write(() -> find(id).map(found -> {
            keep(id, change.apply(found.agent().wanted()), found.agent().createdAt(), now());
            return find(id).orElseThrow();
        }));
    }

    /** Removes an agent and leaves its secret store; false when there is none. */
    boolean delete(String id) {
        return database.write(() -> agents.remove(id) != null);
    }

    /** Sets an entry of the agent's store, which is made when it is not there; absent when there is no such agent. */
    Optional<SecretStores.StoredSecret> putSecret(String id, String key, String value, List<String> allowedHosts) {
        return database.write(
                () -> agents.containsKey(id) ? Optional.of(setSecret(id, key, value, allowedHosts)) : Optional.empty());
    }

    /** The entries of an agent's store, none without a store; absent when there is no such agent. */
    Optional<List<SecretStores.StoredSecret>> secrets(String id) {
        return database.read(() -> find(id).map(found -> found.secretStore()
                .flatMap(stores::findByName)
                .map(store -> stores.secrets(store.id()))
                .orElse(List.of())));
    }

    /** Removes an entry of an agent's store; false when there is none. */
    boolean deleteSecret(String id, String key) {
        return database.write(() -> stores.findByName(storeName(id))
                .map(store -> stores.deleteSecret(store.id(), key))
                .orElse(false));
    }

    /** The name of the store that belongs to an agent. */
    static String storeName(String id) {
        return "agent:" + id;
    }

    private SecretStores.StoredSecret setSecret(String id, String key, String value, List<String> allowedHosts) {
        String name = storeName(id);
        SecretStores.StoredStore store = stores.findByName(name).orElseGet(() -> stores.create(name, List.of()));
        return stores.putSecret(store.id(), key, value, allowedHosts).orElseThrow();
    }

    private void keep(String id, Wanted wanted, Instant createdAt, Instant updatedAt) {
        StoredAgent agent = new StoredAgent(
                id,
                wanted.displayName().orElse(null),
                wanted.config(),
                wanted.core().orElse(null),
                wanted.model().orElse(null),
                createdAt,
                updatedAt);
        agents.put(id, Database.toText(agent));
    }

    private Found found(StoredAgent agent) {
        return new Found(agent, stores.findByName(storeName(agent.id())).map(SecretStores.StoredStore::name));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static StoredAgent agent(String text) {
        return Database.fromText(text, StoredAgent.class);
    }
}
