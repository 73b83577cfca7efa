/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.controller.connection.Connection;
import dev.opencomputer.operator.controller.scheduling.AgentWrites.Turn;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.AgentRecord;
import dev.opencomputer.operator.opencomputer.Agents;
import dev.opencomputer.operator.opencomputer.ListedAgent;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.opencomputer.SecretStores;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out, over one connection, the steps of one Agent's reconcile that go to OpenComputer. */
final class AgentActor {

    private static final Logger LOG = LoggerFactory.getLogger(AgentActor.class);

    private final Connection connection;
    private final AgentId id;
    private final Turn turn;
    private final AgentMemory.Entry memory;
    private final Supplier<Set<String>> asked;
    private final Duration recent;
    private final LongSupplier clock;

    private final List<String> deleted = new ArrayList<>();
    private boolean missedRecord;
    private boolean missedStore;

    AgentActor(
            Connection connection,
            AgentId id,
            Turn turn,
            AgentMemory.Entry memory,
            Supplier<Set<String>> asked,
            Duration recent,
            LongSupplier clock) {
        this.connection = connection;
        this.id = id;
        this.turn = turn;
        this.memory = memory;
        this.asked = asked;
        this.recent = recent;
        this.clock = clock;
    }

    /** What was deleted upstream, in words for an Event. */
    List<String> deleted() {
        return deleted;
    }

    /** Looks, and returns what is known then. */
    Observed look(Plan.Look look, Observed observed) throws OpenComputerException {
        if (look instanceof Plan.ListRecords list) {
            ListedAgent found = connection
                    .records()
                    .orElseThrow()
                    .since(notBefore(list.freshness()))
                    .get(id);
            return observed.with(
                    found == null ? new RecordView.Absent() : new RecordView.Listed(found.digest(), found.kept()));
        }
        if (look instanceof Plan.GetRecord) {
            try {
                return observed.with(seen(agents().get(id)));
            } catch (OpenComputerException.NotFound e) {
                return missedRecord(observed);
            }
        }
        if (look instanceof Plan.ListStores list) {
            SecretStore found =
                    connection.stores().since(notBefore(list.freshness())).get(id.storeName());
            return found == null ? observed.with(new StoreView.Absent()) : saw(observed, found);
        }
        if (look instanceof Plan.ListKeys list) {
            return observed.with(count(list));
        }
        Plan.GetStore get = (Plan.GetStore) look;
        try {
            SecretStore found = stores().get(get.id());
            // One that somebody renamed is no longer this agent's, whatever its id was.
            return found.name().equals(id.storeName()) ? saw(observed, found) : missedStore(observed);
        } catch (OpenComputerException.NotFound e) {
            return missedStore(observed);
        }
    }

    private KeysView count(Plan.ListKeys list) {
        try {
            Set<String> ours = asked.get();
            if (ours.isEmpty()) {
                // Nobody shares such a listing, and a shared one is kept.
                return new KeysView.Listed(stores().keys(list.store()).size());
            }
            Set<String> keys = new HashSet<>(connection
                    .keys(list.store())
                    .since(notBefore(list.freshness()))
                    .keySet());
            keys.removeAll(ours);
            return new KeysView.Listed(keys.size());
        } catch (OpenComputerException e) {
            LOG.debug("The keys of {} were not counted: {}", id.storeName(), e.getMessage());
            return new KeysView.Unknown();
        }
    }

    /** Writes, and returns what is known then. */
    Observed write(Plan.Write write, Observed observed) throws OpenComputerException {
        if (write instanceof Plan.AskOrganisation) {
            // Not for this agent: it tells nothing of what the agent has, and an unanswered try neither.
            connection.askOrganisation();
            return observed;
        }
        try {
            Observed after = tryToWrite(write, observed);
            if (after.wrote()) {
                memory.madeSomething();
            }
            return after;
        } catch (OpenComputerException e) {
            if (e.mayHaveBeenCarriedOut()) {
                memory.claimIsFresh(false);
                noteRepair(write, observed);
            }
            throw e;
        } finally {
            turn.wrote();
        }
    }

    private Observed tryToWrite(Plan.Write write, Observed observed) throws OpenComputerException {
        if (write instanceof Plan.CreateRecord create) {
            return createRecord(create, observed);
        }
        if (write instanceof Plan.PatchRecord patch) {
            return patchRecord(patch, observed);
        }
        if (write instanceof Plan.DeleteRecord) {
            return deleteRecord(observed);
        }
        if (write instanceof Plan.CreateStore create) {
            return createStore(create, observed);
        }
        if (write instanceof Plan.UpdateAllowlist update) {
            return updateAllowlist(update, observed);
        }
        if (write instanceof Plan.DeleteStore delete) {
            return deleteStore(delete.id(), observed);
        }
        throw new IllegalArgumentException("not a write to OpenComputer: " + write);
    }

    private Observed createRecord(Plan.CreateRecord create, Observed observed) throws OpenComputerException {
        try {
            AgentRecord answer = agents().create(id, create.content());
            return written(observed, answer, RecordContent.empty(), create);
        } catch (OpenComputerException.Conflict e) {
            return observed.with(new RecordView.Taken());
        }
    }

    private Observed patchRecord(Plan.PatchRecord patch, Observed observed) throws OpenComputerException {
        try {
            AgentRecord answer;
            try {
                answer = agents().patch(id, patch.patch());
            } catch (OpenComputerException.Refused e) {
                // A server that does not merge below config may refuse a null in there, and needs none.
                ObjectNode shallow = withoutNestedNulls(patch.patch());
                if (shallow.equals(patch.patch())) {
                    throw e;
                }
                answer = agents().patch(id, shallow);
            }
            return written(observed, answer, patch.before(), patch);
        } catch (OpenComputerException.NotFound e) {
            return missedRecord(observed);
        }
    }

    private Observed written(Observed observed, AgentRecord answer, RecordContent before, Plan.Write write) {
        noteRepair(write, observed);
        return observed.with(new RecordView.Found(answer.content(), Optional.of(before)))
                .with(observed.holding().applied(answer.content().digest()))
                .afterWriting();
    }

    private Observed deleteRecord(Observed observed) throws OpenComputerException {
        try {
            agents().delete(id);
            deleted.add("its record");
            return observed.with(new RecordView.Absent()).afterWriting();
        } catch (OpenComputerException.NotFound e) {
            return missedRecord(observed);
        }
    }

    private Observed createStore(Plan.CreateStore create, Observed observed) throws OpenComputerException {
        try {
            SecretStore answer = stores().create(id.storeName(), create.egressAllowlist());
            return answered(observed, answer, StoreView.Origin.CREATED, create);
        } catch (OpenComputerException.Conflict e) {
            return observed.with(new StoreView.Taken());
        }
    }

    private Observed updateAllowlist(Plan.UpdateAllowlist update, Observed observed) throws OpenComputerException {
        try {
            SecretStore answer = stores().updateEgressAllowlist(update.id(), update.hosts());
            return answered(observed, answer, StoreView.Origin.UPDATED, update);
        } catch (OpenComputerException.NotFound e) {
            return missedStore(observed);
        }
    }

    private Observed deleteStore(StoreId store, Observed observed) throws OpenComputerException {
        try {
            int keys = stores().keys(store).size();
            stores().delete(store);
            deleted.add("its secret store " + id.storeName() + " with " + (keys == 1 ? "1 key" : keys + " keys"));
            return observed.with(new StoreView.Absent())
                    .with(observed.holding().withoutStore())
                    .afterWriting();
        } catch (OpenComputerException.NotFound e) {
            return missedStore(observed);
        }
    }

    private Observed saw(Observed observed, SecretStore store) {
        connection.saw(store);
        return observed.with(new StoreView.Found(store, StoreView.Origin.SEEN));
    }

    private Observed answered(Observed observed, SecretStore store, StoreView.Origin origin, Plan.Write write) {
        noteRepair(write, observed);
        memory.answeredAllowlist(store.egressAllowlist());
        connection.saw(store);
        return observed.with(new StoreView.Found(store, origin))
                .with(observed.holding().withStore(store.id()))
                .afterWriting();
    }

    private void noteRepair(Plan.Write write, Observed observed) {
        AgentDrift.of(write, observed).ifPresent(drift -> memory.repaired(drift, true));
    }

    private Observed missedRecord(Observed observed) {
        boolean again = missedRecord;
        missedRecord = true;
        return observed.with(new RecordView.Unproven(again));
    }

    private Observed missedStore(Observed observed) {
        boolean again = missedStore;
        missedStore = true;
        return observed.with(new StoreView.Unproven(again));
    }

    private long notBefore(Freshness freshness) {
        long now = clock.getAsLong();
        long recently = now - recent.toNanos();
        return switch (freshness) {
            case NOW -> now;
            // The question may have arisen long ago: an Agent that was paused since must not claim by what held then.
            case SINCE_SEEN -> turn.notBefore(memory.seenAt() - recently > 0 ? memory.seenAt() : recently);
            case RECENT -> turn.notBefore(recently);
        };
    }

    private Agents agents() {
        return connection.openComputer().agents().orElseThrow();
    }

    private SecretStores stores() {
        return connection.openComputer().secretStores();
    }

    private static RecordView seen(AgentRecord record) {
        return new RecordView.Found(record.content(), Optional.empty());
    }

    private static ObjectNode withoutNestedNulls(ObjectNode patch) {
        ObjectNode copy = patch.deepCopy();
        if (copy.get("config") instanceof ObjectNode config) {
            config.properties().removeIf(field -> field.getValue().isNull());
            for (JsonNode field : config) {
                if (field instanceof ObjectNode map) {
                    map.properties().removeIf(entry -> entry.getValue().isNull());
                }
            }
        }
        return copy;
    }
}
