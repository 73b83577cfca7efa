/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.controller.connection.Connections.Health;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.Agents;
import dev.opencomputer.operator.opencomputer.ListedAgent;
import dev.opencomputer.operator.opencomputer.OpenComputer;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.opencomputer.SecretStores;
import dev.opencomputer.operator.opencomputer.StoreId;
import dev.opencomputer.operator.opencomputer.StoredKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One OpenComputer with one set of credentials, and what all objects on it share: the client with its budget, the
 * listings, and the organisation that its answers showed. New credentials make a new connection of the same name.
 */
public final class Connection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** How long calls over former credentials may still take until they are cut off. */
    private static final Duration CLOSE_FORMER_AFTER = Duration.ofMinutes(1);

    /** The store that is made only to be asked for its organisation; no agent's, so that nobody ever takes it for one. */
    private static final String QUESTION = "opencomputer-operator:which-organisation";

    private final String name;
    private final OpenComputer openComputer;
    private final SharedListing<Map<String, SecretStore>> stores;
    private final Optional<SharedListing<Map<AgentId, ListedAgent>>> records;
    private final Map<StoreId, SharedListing<Map<String, StoredKey>>> keys = new ConcurrentHashMap<>();
    private final SharedListing<Boolean> question;
    private final long begun = System.nanoTime();
    private volatile boolean listed;
    private volatile boolean anonymous;
    private volatile Optional<String> organisation = Optional.empty();

    /**
     * Begins to use an OpenComputer.
     *
     * @param name the connection's name in claims
     * @param openComputer the client; closed with this
     */
    public Connection(String name, OpenComputer openComputer) {
        this.name = name;
        this.openComputer = openComputer;
        this.stores = new SharedListing<>(this::listStores, System::nanoTime);
        this.question = new SharedListing<>(this::makeStoreThatShows, System::nanoTime);
        this.records = openComputer.agents().map(agents -> new SharedListing<>(() -> list(agents), System::nanoTime));
    }

    /** The connection's name in claims. */
    public String name() {
        return name;
    }

    /** The client. */
    public OpenComputer openComputer() {
        return openComputer;
    }

    /** The stores of the organisation by name. */
    public SharedListing<Map<String, SecretStore>> stores() {
        return stores;
    }

    /** The agents' records by id, where there is an agents API. */
    public Optional<SharedListing<Map<AgentId, ListedAgent>>> records() {
        return records;
    }

    /**
     * The keys of one store by name, so that a store with many keys is listed once for all of them.
     *
     * @param store the store
     * @return its listing
     */
    public SharedListing<Map<String, StoredKey>> keys(StoreId store) {
        return keys.computeIfAbsent(
                store,
                id -> new SharedListing<>(
                        () -> byKey(openComputer.secretStores().keys(id), StoredKey::name), System::nanoTime));
    }

    /** Whether the stores were listed over this connection. */
    public boolean listed() {
        return listed;
    }

    /** The organisation that answers showed; empty as long as none carried a store. */
    public Optional<String> organisation() {
        return organisation;
    }

    /** Whether a store was seen that names no organisation, so that this server's answers never show one. */
    public boolean anonymous() {
        return anonymous;
    }

    /**
     * Finds out which organisation this connection leads to where no store shows it: makes a store and removes it again.
     * However many ask, it is done once.
     *
     * @throws OpenComputerException when the store could not be made
     */
    public void askOrganisation() throws OpenComputerException {
        question.since(begun);
    }

    /**
     * Notes what an answer shows of the organisation.
     *
     * @param store the store in the answer
     */
    public void saw(SecretStore store) {
        if (store.organisation().isPresent()) {
            organisation = store.organisation();
        } else {
            anonymous = true;
        }
    }

    /** How it fares, as far as the calls until now have shown. */
    public Health health() {
        return new Health(openComputer.heldBack());
    }

    /**
     * Closes it once the calls that are under way over former credentials have had time to end.
     *
     * @return ends that time now; it holds nothing of the connection once that is closed
     */
    Runnable retire() {
        CompletableFuture<Void> time =
                new CompletableFuture<Void>().completeOnTimeout(null, CLOSE_FORMER_AFTER.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Void> unused = time.thenRunAsync(this::close);
        return () -> time.complete(null);
    }

    @Override
    public void close() {
        openComputer.close();
    }

    private Boolean makeStoreThatShows() throws OpenComputerException {
        SecretStores api = openComputer.secretStores();
        SecretStore made;
        try {
            made = api.create(QUESTION, Optional.empty());
        } catch (OpenComputerException.Conflict e) {
            made = listStores().get(QUESTION);
            if (made == null) {
                throw e;
            }
        }
        saw(made);
        try {
            api.delete(made.id());
        } catch (OpenComputerException e) {
            LOG.info("The empty secret store {} was left behind: {}", QUESTION, e.getMessage());
        }
        return true;
    }

    private Map<String, SecretStore> listStores() throws OpenComputerException {
        List<SecretStore> all = openComputer.secretStores().list();
        all.forEach(this::saw);
        listed = true;
        keys.keySet().retainAll(all.stream().map(SecretStore::id).collect(Collectors.toSet()));
        return byKey(all, SecretStore::name);
    }

    private static Map<AgentId, ListedAgent> list(Agents agents) throws OpenComputerException {
        return byKey(agents.list(), ListedAgent::id);
    }

    private static <K, V> Map<K, V> byKey(List<V> all, Function<V, K> key) {
        return all.stream().collect(Collectors.toMap(key, Function.identity(), (first, second) -> first));
    }
}
