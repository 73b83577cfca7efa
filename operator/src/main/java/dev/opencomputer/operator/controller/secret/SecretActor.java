/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.connection.Connection;
import dev.opencomputer.operator.controller.reporting.UpstreamReasons;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.SecretKey;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.opencomputer.SecretStores;
import dev.opencomputer.operator.opencomputer.StoreId;
import dev.opencomputer.operator.opencomputer.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Carries out, over one connection, the steps of one AgentSecret's reconcile that go to OpenComputer. */
final class SecretActor {

    private final Connection connection;
    private final AgentKey agent;
    private final Desired desired;
    private final SecretMemory.Entry memory;
    private final AgentWrites writes;
    private final Duration recent;
    private final LongSupplier clock;

    SecretActor(
            Connection connection,
            AgentKey agent,
            Desired desired,
            SecretMemory.Entry memory,
            AgentWrites writes,
            Duration recent,
            LongSupplier clock) {
        this.connection = connection;
        this.agent = agent;
        this.desired = desired;
        this.memory = memory;
        this.writes = writes;
        this.recent = recent;
        this.clock = clock;
    }

    /** The key as a listing of the store's keys shows it, shared with the other keys of the store. */
    KeyView list(Plan.ListKeys list) throws OpenComputerException {
        long now = clock.getAsLong();
        try {
            Map<String, StoredKey> keys = connection
                    .keys(list.store())
                    .since(list.now() ? now : writes.notBefore(agent, now - recent.toNanos()));
            StoredKey found = keys.get(desired.key().value());
            return found == null ? new KeyView.Absent() : new KeyView.Found(found.allowedHosts(), found.updatedAt());
        } catch (OpenComputerException.NotFound e) {
            return new KeyView.StoreUnproven();
        }
    }

    /** What a listing of the stores says of a store that was not found. */
    KeyView list(Plan.ListStores list) throws OpenComputerException {
        SecretStore found =
                connection.stores().since(clock.getAsLong()).get(agent.id().storeName());
        boolean still = found != null && found.id().equals(list.store());
        return still ? new KeyView.Contradicted() : new KeyView.StoreGone();
    }

    /** Puts the key. A repair counts also where no answer says that it was done, since it may well have been. */
    KeyView put(Plan.PutKey put, Observed observed, AgentWrites.Turn turn) throws OpenComputerException {
        ValueView.Present value = (ValueView.Present) observed.value();
        memory.puts(put.store());
        try {
            Optional<Instant> answeredAt =
                    stores().putKey(put.store(), desired.key(), value.value(), desired.allowedHosts());
            noteRepair(put, observed);
            return put.drift().isPresent()
                    ? new KeyView.PutBack(answeredAt, contradiction(observed.key()))
                    : new KeyView.Put(answeredAt);
        } catch (OpenComputerException.NotFound e) {
            return new KeyView.StoreUnproven();
        } catch (OpenComputerException e) {
            if (e.mayHaveBeenCarriedOut()) {
                noteRepair(put, observed);
            }
            throw e;
        } finally {
            turn.wrote();
        }
    }

    private static Optional<List<String>> contradiction(KeyView before) {
        return before instanceof KeyView.PutBackAndFound found ? Optional.of(found.allowedHosts()) : Optional.empty();
    }

    private void noteRepair(Plan.PutKey put, Observed observed) {
        boolean certain = KeyDrift.isAnothers(observed.key(), observed.holding().mark());
        put.drift().ifPresent(drift -> memory.repaired(drift, certain));
    }

    /** Removes the key. */
    KeyView delete(StoreId store, AgentWrites.Turn turn) throws OpenComputerException {
        SecretKey key = desired.key();
        try {
            stores().deleteKey(store, key);
            return new KeyView.Deleted();
        } catch (OpenComputerException.NotFound e) {
            return new KeyView.Unproven();
        } finally {
            turn.wrote();
        }
    }

    /** Has the connection show its organisation; not for this key, of which it tells nothing. */
    void askOrganisation() throws OpenComputerException {
        connection.askOrganisation();
    }

    /** What is known after a step that failed. */
    static Observed afterFailure(Plan step, Observed observed, OpenComputerException failure) {
        if (!(step instanceof Plan.PutKey)) {
            return observed;
        }
        if (failure.mayHaveBeenCarriedOut()) {
            return observed.with(new KeyView.Unanswered());
        }
        return UpstreamReasons.of(failure) == ConditionReason.REJECTED
                ? observed.with(new KeyView.Refused())
                : observed;
    }

    private SecretStores stores() {
        return connection.openComputer().secretStores();
    }
}
