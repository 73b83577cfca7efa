/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.opencomputer.SecretStore;

/** What is known of an agent's secret store at this moment of a reconcile. */
sealed interface StoreView {

    /** Nothing was asked yet. */
    record NotLooked() implements StoreView {}

    /** A POST was answered with a conflict: some store has the name. */
    record Taken() implements StoreView {}

    /**
     * A server answered 404, which proves nothing.
     *
     * @param again whether it did so before in this reconcile, so that a listing has been asked since
     */
    record Unproven(boolean again) implements StoreView {}

    /** A listing without it, or a successful DELETE, proves that there is none. */
    record Absent() implements StoreView {}

    /**
     * There is a store.
     *
     * @param store what it says
     * @param origin how it became known
     */
    record Found(SecretStore store, Origin origin) implements StoreView {}

    /** How a store became known. */
    enum Origin {
        /** It was looked up. */
        SEEN,
        /** It is the answer to our POST. */
        CREATED,
        /** It is the answer to our PUT. */
        UPDATED
    }
}
