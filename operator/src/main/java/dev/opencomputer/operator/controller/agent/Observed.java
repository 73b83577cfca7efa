/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.Hosts;
import java.util.Optional;

/**
 * What is known at this moment of a reconcile, from the object, from the other Agents and from OpenComputer.
 *
 * @param finalizer whether our finalizer is set
 * @param holder the Agent that holds the id, when it is not this one, as {@code namespace/name}
 * @param history what became of it so far
 * @param holding what it holds upstream
 * @param connection the connection
 * @param record the record
 * @param store the store
 * @param keys the keys in the store
 * @param wrote whether this reconcile wrote upstream with success
 */
record Observed(
        boolean finalizer,
        Optional<String> holder,
        History history,
        Holding holding,
        ConnectionView connection,
        RecordView record,
        StoreView store,
        KeysView keys,
        boolean wrote) {

    /**
     * What became of an Agent so far.
     *
     * @param unchanged whether the last verdict was on this generation and nobody asked for a reconcile since
     *     that has not succeeded yet
     * @param inPlace whether OpenComputer was brought to this generation, so that a difference from its answer is drift;
     *     not while the write is still due after a failure or a pause, nor when one that was not accepted is to be repeated
     * @param standing the last verdict
     * @param recentRepairs how many repairs there were in a row of late
     * @param answeredAllowlist the allowlist that OpenComputer answered to this process's last write of it
     */
    record History(
            boolean unchanged,
            boolean inPlace,
            Optional<Verdict> standing,
            int recentRepairs,
            Optional<Hosts> answeredAllowlist) {

        History answered(Optional<Hosts> allowlist) {
            return new History(unchanged, inPlace, standing, recentRepairs, allowlist);
        }
    }

    /** What is known before anybody was asked. */
    static Observed atFirst(
            Agent agent, Optional<String> holder, AgentMemory.Entry remembered, ConnectionView connection) {
        boolean owesLook = remembered.owesLook(agent);
        // At a start, all at once would ask for the keys of every store; the routine checks do it in the course of
        // time.
        boolean counts = owesLook || remembered.isPastStart();
        return new Observed(
                agent.hasFinalizer(Names.FINALIZER),
                holder,
                AgentStatuses.history(agent, remembered.settledGeneration(), remembered.recentRepairs(), owesLook)
                        .answered(remembered.answeredAllowlist()),
                AgentStatuses.holding(agent, remembered.claimIsFresh()),
                connection,
                new RecordView.NotLooked(),
                new StoreView.NotLooked(),
                counts ? new KeysView.NotLooked() : new KeysView.Unknown(),
                false);
    }

    /** The claim that is recorded, or the one that would be recorded now. */
    Claim claimOn(AgentId id) {
        return holding.claim().orElseGet(() -> new Claim(id, connection.organisation(), connection.name()));
    }

    Observed with(RecordView view) {
        return new Observed(finalizer, holder, history, holding, connection, view, store, keys, wrote);
    }

    Observed with(StoreView view) {
        return new Observed(finalizer, holder, history, holding, connection, record, view, keys, wrote);
    }

    Observed with(KeysView view) {
        return new Observed(finalizer, holder, history, holding, connection, record, store, view, wrote);
    }

    Observed with(Holding held) {
        return new Observed(finalizer, holder, history, held, connection, record, store, keys, wrote);
    }

    Observed with(ConnectionView view) {
        return new Observed(finalizer, holder, history, holding, view, record, store, keys, wrote);
    }

    Observed withFinalizer() {
        return new Observed(true, holder, history, holding, connection, record, store, keys, wrote);
    }

    Observed afterWriting() {
        return new Observed(finalizer, holder, history, holding, connection, record, store, keys, true);
    }
}
