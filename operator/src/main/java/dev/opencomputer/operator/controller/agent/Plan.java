/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.List;
import java.util.Optional;

/** The next thing to do for an Agent, as data. After each step the decision is asked again with what is then known. */
sealed interface Plan {

    /** Asks OpenComputer and changes nothing. */
    sealed interface Look extends Plan {}

    /** Changes something upstream, or promises to: what a paused Agent must not do. */
    sealed interface Write extends Plan {

        /** Whether it puts back what somebody else changed. */
        default boolean repair() {
            return false;
        }
    }

    /** Looks for the record in a shared listing. */
    record ListRecords(Freshness freshness) implements Look {}

    /** Reads the record by its id. */
    record GetRecord() implements Look {}

    /** Looks for the store in a shared listing. */
    record ListStores(Freshness freshness) implements Look {}

    /** Lists the keys of the store, to count those that nobody asked for. */
    record ListKeys(StoreId store, Freshness freshness) implements Look {}

    /** Reads the store by its id. */
    record GetStore(StoreId id) implements Look {}

    /** Makes the record; {@code repair} when one that was there has gone. */
    record CreateRecord(RecordContent content, boolean repair) implements Write {}

    /** Changes the record; {@code repair} when somebody else had changed it. */
    record PatchRecord(ObjectNode patch, RecordContent before, boolean repair) implements Write {}

    /** Deletes the record. */
    record DeleteRecord() implements Write {}

    /** Makes the store; {@code repair} when one that was there has gone. */
    record CreateStore(Optional<List<String>> egressAllowlist, boolean repair) implements Write {}

    /** Changes the store's allowlist; {@code repair} when somebody else had changed it. */
    record UpdateAllowlist(StoreId id, List<String> hosts, boolean repair) implements Write {}

    /** Deletes the store with all its keys. */
    record DeleteStore(StoreId id) implements Write {}

    /** Makes a store and removes it again, to be shown the organisation that the connection leads to. */
    record AskOrganisation() implements Write {}

    /** Writes the claim into the status before anything is made upstream. */
    record RecordClaim(boolean withStore) implements Write {}

    /** Sets our finalizer. */
    record AddFinalizer() implements Plan {}

    /** Removes our finalizer: the object may go. */
    record RemoveFinalizer(Farewell farewell) implements Plan {}

    /** Nothing more to do; this is the result. */
    record Settle(Verdict verdict) implements Plan {}

    /** What a deletion left behind upstream, for the Event that tells it. */
    enum Farewell {
        /** It never had anything there, or another Agent holds it. */
        NOTHING_OF_OURS,
        /** Kept by the deletion policy. */
        KEPT,
        /** Deleted. */
        DELETED
    }
}
