/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.opencomputer.Agents;
import dev.opencomputer.operator.opencomputer.FailedCalls;
import dev.opencomputer.operator.opencomputer.OpenComputer;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.SecretKey;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.opencomputer.SecretStores;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.opencomputer.StoreId;
import dev.opencomputer.operator.opencomputer.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The least OpenComputer that one key needs: at most one store with at most one key, and calls that go wrong as told. */
final class ModelStores implements OpenComputer, SecretStores {

    /** How a call goes wrong. */
    enum Trouble {
        /** It does not arrive. */
        LOST,
        /** It is carried out, and the answer does not arrive. */
        UNANSWERED,
        /** What may well be there is said not to be found. */
        NOT_FOUND
    }

    /** What a store holds under the key. */
    record Entry(SecretValue value, List<String> hosts) {}

    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private final Deque<Trouble> putTroubles = new ArrayDeque<>();
    private final Deque<Trouble> troublesAfterPut = new ArrayDeque<>();
    private boolean lies;
    private Optional<StoreId> store = Optional.empty();
    private Optional<Entry> entry = Optional.empty();
    private Instant clock = Instant.parse("2026-05-01T00:00:00.5Z");
    private Duration betweenWrites = WriteMark.CLOCKS_DIFFER.plusSeconds(2);
    private UnaryOperator<List<String>> hostsAsListed = UnaryOperator.identity();
    private Optional<Runnable> afterNextPut = Optional.empty();
    private Instant written = clock;
    private int storesMade;
    private int tried;
    private int puts;
    private int deletes;

    /** The Agent's reconcile makes the store, where there is none. */
    StoreId makeStore() {
        if (store.isEmpty()) {
            storesMade++;
            store = Optional.of(new StoreId("store-" + storesMade));
        }
        return store.get();
    }

    /** The store goes, with all that is in it. */
    void removeStore() {
        store = Optional.empty();
        entry = Optional.empty();
    }

    /** Somebody else changes or removes the key. */
    void setEntry(Optional<Entry> changed) {
        entry = store.flatMap(there -> changed);
        isWritten();
    }

    /** Somebody else exchanges the value, so soon after our write that only a listing from between tells the two apart. */
    void exchangeSoonAfter(SecretValue value) {
        entry = entry.map(there -> new Entry(value, there.hosts()));
        written = written.plusSeconds(1);
    }

    private void isWritten() {
        clock = clock.plus(betweenWrites);
        written = clock;
    }

    /** How much time passes from one write to the next; by default, more than the clocks of one server differ. */
    void isWrittenEvery(Duration time) {
        betweenWrites = time;
    }

    /** The server writes hosts in a way of its own. */
    void listsHostsAs(UnaryOperator<List<String>> written) {
        hostsAsListed = written;
    }

    /** Somebody comes between the next PUT and what follows. */
    void afterNextPut(Runnable comes) {
        afterNextPut = Optional.of(comes);
    }

    Optional<StoreId> store() {
        return store;
    }

    Optional<Entry> entry() {
        return entry;
    }

    /** The next call that can go wrong so does. */
    void goesWrong(Trouble trouble) {
        troubles.add(trouble);
    }

    /** The next PUT so goes wrong, and no other call before it. */
    void putGoesWrong(Trouble trouble) {
        putTroubles.add(trouble);
    }

    /** What comes after the next PUT so goes wrong. */
    void goesWrongAfterPut(Trouble trouble) {
        troublesAfterPut.add(trouble);
    }

    /** Every call about one store is answered with 404, as by a server whose database is down. */
    void liesFromNowOn() {
        lies = true;
    }

    void recovers() {
        troubles.clear();
        lies = false;
    }

    int puts() {
        return puts;
    }

    /** How many writes were carried out. */
    int writes() {
        return puts + deletes;
    }

    /** How many writes were tried, with success or not. */
    int tried() {
        return tried;
    }

    private void arrives(StoreId id) throws OpenComputerException {
        Trouble trouble = troubles.peek();
        if (trouble == Trouble.LOST) {
            troubles.remove();
            throw FailedCalls.unreachable();
        }
        if (trouble == Trouble.NOT_FOUND) {
            troubles.remove();
        }
        if (lies || trouble == Trouble.NOT_FOUND || !store.equals(Optional.of(id))) {
            throw FailedCalls.notFound();
        }
    }

    private void isAnswered() throws OpenComputerException {
        if (troubles.peek() == Trouble.UNANSWERED) {
            troubles.remove();
            throw FailedCalls.unanswered();
        }
    }

    @Override
    public List<SecretStore> list() {
        return store
                .map(id -> new SecretStore(id, Situation.ID.storeName(), List.of(), Optional.of(Situation.HOME)))
                .stream()
                .toList();
    }

    @Override
    public List<StoredKey> keys(StoreId id) throws OpenComputerException {
        arrives(id);
        return entry
                .map(there ->
                        new StoredKey(Situation.KEY.value(), hostsAsListed.apply(there.hosts()), Optional.of(written)))
                .stream()
                .toList();
    }

    @Override
    public Optional<Instant> putKey(StoreId id, SecretKey key, SecretValue value, List<String> allowedHosts)
            throws OpenComputerException {
        tried++;
        troubles.addAll(putTroubles);
        putTroubles.clear();
        arrives(id);
        entry = Optional.of(new Entry(value, allowedHosts));
        isWritten();
        puts++;
        isAnswered();
        troubles.addAll(troublesAfterPut);
        troublesAfterPut.clear();
        Instant answered = clock.truncatedTo(ChronoUnit.SECONDS);
        Optional<Runnable> comes = afterNextPut;
        afterNextPut = Optional.empty();
        comes.ifPresent(Runnable::run);
        return Optional.of(answered);
    }

    @Override
    public void deleteKey(StoreId id, SecretKey key) throws OpenComputerException {
        tried++;
        arrives(id);
        if (entry.isEmpty()) {
            throw FailedCalls.notFound();
        }
        entry = Optional.empty();
        deletes++;
        isAnswered();
    }

    @Override
    public SecretStores secretStores() {
        return this;
    }

    @Override
    public Optional<Agents> agents() {
        return Optional.empty();
    }

    @Override
    public void close() {}

    @Override
    public SecretStore get(StoreId id) {
        throw new UnsupportedOperationException("an AgentSecret never reads one store");
    }

    /** The store that is made to be asked for its organisation alone. */
    @Override
    public SecretStore create(String name, Optional<List<String>> egressAllowlist) {
        return new SecretStore(new StoreId("question"), name, List.of(), Optional.of(Situation.HOME));
    }

    @Override
    public SecretStore updateEgressAllowlist(StoreId id, List<String> hosts) {
        throw new UnsupportedOperationException("an AgentSecret never changes a store");
    }

    @Override
    public void delete(StoreId id) {
        if (!id.value().equals("question")) {
            throw new UnsupportedOperationException("an AgentSecret never deletes a store");
        }
    }
}
