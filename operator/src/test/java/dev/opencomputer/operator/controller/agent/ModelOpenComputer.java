/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.AgentRecord;
import dev.opencomputer.operator.opencomputer.Agents;
import dev.opencomputer.operator.opencomputer.FailedCalls;
import dev.opencomputer.operator.opencomputer.ListedAgent;
import dev.opencomputer.operator.opencomputer.OpenComputer;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.opencomputer.SecretKey;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.opencomputer.SecretStores;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.opencomputer.StoreId;
import dev.opencomputer.operator.opencomputer.StoredKey;
import dev.opencomputer.operator.wire.AgentJson;
import dev.opencomputer.operator.wire.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The least OpenComputer that one agent needs: at most one record and one store, and calls that go wrong as told. */
final class ModelOpenComputer implements OpenComputer {

    /** How a call goes wrong. */
    enum Trouble {
        /** It does not arrive. */
        LOST,
        /** It is carried out, and the answer does not arrive. */
        UNANSWERED,
        /** What may well be there is said not to be found. */
        NOT_FOUND
    }

    /** A store that is made only to show its organisation, and does not count as a write for the agent. */
    private static final StoreId QUESTION = new StoreId("question");

    private final boolean hasAgents;
    private final boolean hasDefaults;
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private Optional<RecordContent> record = Optional.empty();
    private Optional<SecretStore> store = Optional.empty();
    private int storesMade;
    private int writes;

    /**
     * An empty server.
     *
     * @param hasAgents whether it has an agents API
     * @param hasDefaults whether it fills in an idle timeout by itself
     */
    ModelOpenComputer(boolean hasAgents, boolean hasDefaults) {
        this.hasAgents = hasAgents;
        this.hasDefaults = hasDefaults;
    }

    /** The next call that can go wrong so does. */
    void goesWrong(Trouble trouble) {
        troubles.add(trouble);
    }

    void recovers() {
        troubles.clear();
    }

    /** How many writes were carried out. */
    int writes() {
        return writes;
    }

    Optional<RecordContent> record() {
        return record;
    }

    Optional<SecretStore> store() {
        return store;
    }

    /** Somebody else makes, changes or removes the record. */
    void setRecord(Optional<RecordContent> content) {
        record = content;
    }

    /** Somebody else makes, changes or removes the store. */
    void setStore(Optional<List<String>> allowlist) {
        store = allowlist.map(hosts -> store(store.map(SecretStore::id).orElseGet(this::nextId), hosts));
    }

    private StoreId nextId() {
        storesMade++;
        return new StoreId("store-" + storesMade);
    }

    private static SecretStore store(StoreId id, List<String> hosts) {
        return new SecretStore(id, Situation.ID.storeName(), hosts, Optional.of(Situation.HOME));
    }

    private RecordContent answered(ObjectNode tree) {
        if (hasDefaults && !tree.path("config").has("idle_timeout_s")) {
            tree.withObjectProperty("config").put("idle_timeout_s", 900);
        }
        try {
            return RecordContent.of(Json.MAPPER.treeToValue(tree, AgentJson.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A JSON merge patch (RFC 7396). */
    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode nested) {
                merge(
                        target.get(field.getKey()) instanceof ObjectNode present
                                ? present
                                : target.putObject(field.getKey()),
                        nested);
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
    }

    private interface Action<T> {
        T carryOut() throws OpenComputerException;
    }

    private <T> T read(boolean one, Action<T> action) throws OpenComputerException {
        Trouble trouble = troubles.peek();
        if (trouble != null && (one || trouble != Trouble.NOT_FOUND)) {
            troubles.remove();
            throw trouble == Trouble.NOT_FOUND ? FailedCalls.notFound() : FailedCalls.unreachable();
        }
        return action.carryOut();
    }

    private <T> T write(boolean one, Action<T> action) throws OpenComputerException {
        Trouble trouble = troubles.peek();
        if (trouble == Trouble.NOT_FOUND && !one) {
            trouble = null;
        } else {
            troubles.poll();
        }
        if (trouble == Trouble.LOST) {
            throw FailedCalls.unreachable();
        }
        if (trouble == Trouble.NOT_FOUND) {
            throw FailedCalls.notFound();
        }
        T answer = action.carryOut();
        writes++;
        if (trouble == Trouble.UNANSWERED) {
            throw FailedCalls.unanswered();
        }
        return answer;
    }

    private AgentRecord agent() throws OpenComputerException {
        return new AgentRecord(Situation.ID, record.orElseThrow(FailedCalls::notFound), store.isPresent());
    }

    private SecretStore stored(StoreId id) throws OpenComputerException {
        return store.filter(present -> present.id().equals(id)).orElseThrow(FailedCalls::notFound);
    }

    @Override
    public SecretStores secretStores() {
        return new Stores();
    }

    @Override
    public Optional<Agents> agents() {
        return hasAgents ? Optional.of(new Records()) : Optional.empty();
    }

    @Override
    public void close() {}

    private final class Records implements Agents {

        @Override
        public List<ListedAgent> list() throws OpenComputerException {
            return read(false, () -> record.isPresent() ? List.of(ListedAgent.of(agent())) : List.of());
        }

        @Override
        public AgentRecord get(AgentId id) throws OpenComputerException {
            return read(true, ModelOpenComputer.this::agent);
        }

        @Override
        public AgentRecord create(AgentId id, RecordContent content) throws OpenComputerException {
            return write(false, () -> {
                if (record.isPresent()) {
                    throw FailedCalls.conflict();
                }
                record = Optional.of(answered(content.toJson()));
                return agent();
            });
        }

        @Override
        public AgentRecord patch(AgentId id, ObjectNode mergePatch) throws OpenComputerException {
            return write(true, () -> {
                ObjectNode tree = agent().content().toJson();
                merge(tree, mergePatch);
                record = Optional.of(answered(tree));
                return agent();
            });
        }

        @Override
        public void delete(AgentId id) throws OpenComputerException {
            write(true, () -> {
                AgentRecord gone = agent();
                record = Optional.empty();
                return gone;
            });
        }
    }

    private final class Stores implements SecretStores {

        @Override
        public List<SecretStore> list() throws OpenComputerException {
            return read(false, () -> store.stream().toList());
        }

        @Override
        public SecretStore get(StoreId id) throws OpenComputerException {
            return read(true, () -> stored(id));
        }

        @Override
        public SecretStore create(String name, Optional<List<String>> hosts) throws OpenComputerException {
            if (!name.equals(Situation.ID.storeName())) {
                return read(false, () -> new SecretStore(QUESTION, name, List.of(), Optional.of(Situation.HOME)));
            }
            return write(false, () -> {
                if (store.isPresent()) {
                    throw FailedCalls.conflict();
                }
                SecretStore made = ModelOpenComputer.store(nextId(), hosts.orElse(List.of()));
                store = Optional.of(made);
                return made;
            });
        }

        @Override
        public SecretStore updateEgressAllowlist(StoreId id, List<String> hosts) throws OpenComputerException {
            return write(true, () -> {
                SecretStore changed = ModelOpenComputer.store(stored(id).id(), hosts);
                store = Optional.of(changed);
                return changed;
            });
        }

        @Override
        public void delete(StoreId id) throws OpenComputerException {
            if (id.equals(QUESTION)) {
                return;
            }
            write(true, () -> {
                SecretStore gone = stored(id);
                store = Optional.empty();
                return gone;
            });
        }

        @Override
        public List<StoredKey> keys(StoreId id) throws OpenComputerException {
            return read(true, () -> {
                stored(id);
                return List.of();
            });
        }

        @Override
        public Optional<Instant> putKey(StoreId id, SecretKey key, SecretValue value, List<String> allowedHosts) {
            throw new UnsupportedOperationException("keys are not part of the model");
        }

        @Override
        public void deleteKey(StoreId id, SecretKey key) {
            throw new UnsupportedOperationException("keys are not part of the model");
        }
    }
}
