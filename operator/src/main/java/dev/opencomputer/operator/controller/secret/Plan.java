/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.Optional;

/** The next thing to do for an AgentSecret, as data. After each step the decision is asked again. */
sealed interface Plan {

    /** Finds something out and changes nothing. */
    sealed interface Look extends Plan {}

    /** Changes something upstream: what a paused object must not do, and what needs a turn at the agent. */
    sealed interface Write extends Plan {}

    /** Reads the Secret, or opens the sealed value. */
    record ReadValue() implements Look {}

    /** Asks whether the namespace is being deleted. */
    record LookAtNamespace() implements Look {}

    /**
     * Lists the keys of the store.
     *
     * @param store the store
     * @param now whether the listing must begin now, or may be as old as a routine check allows
     */
    record ListKeys(StoreId store, boolean now) implements Look {}

    /**
     * Lists the stores, since a 404 about one of them proves nothing.
     *
     * @param store the store that is looked for
     */
    record ListStores(StoreId store) implements Look {}

    /** Sets our finalizer. */
    record AddFinalizer() implements Plan {}

    /**
     * Creates or replaces the key.
     *
     * @param store the store
     * @param drift what somebody else changed, when it puts that back
     */
    record PutKey(StoreId store, Optional<Drift> drift) implements Write {}

    /**
     * Removes the key.
     *
     * @param store the store
     */
    record DeleteKey(StoreId store) implements Write {}

    /** Makes a store and removes it again, to be shown the organisation that the connection leads to. */
    record AskOrganisation() implements Write {}

    /** Nothing: the object waits for garbage collection. */
    record Ignore() implements Plan {}

    /**
     * Waits for another object, and says so in the status only if that takes long: what is applied together comes
     * within moments, and each status is a write.
     *
     * @param verdict what to say then
     * @param needsStore whether the Agent's reconcile has to make the store
     */
    record Wait(Verdict verdict, boolean needsStore) implements Plan {}

    /**
     * Ends the reconcile.
     *
     * @param verdict the result
     */
    record Settle(Verdict verdict) implements Plan {}

    /**
     * Lets the object go.
     *
     * @param farewell what became of its key, when that is worth telling
     */
    record RemoveFinalizer(Optional<Farewell> farewell) implements Plan {}

    /** What became of a deleted object's key. */
    enum Farewell {
        /** It was removed. */
        DELETED,
        /** It stays, as the deletion policy says. */
        KEPT
    }
}
