/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.Optional;

/**
 * What an Agent holds upstream, as its status records it, kept up to date with what a reconcile does on the way.
 *
 * @param claim the claim
 * @param claimIsFresh whether this process wrote the claim and no POST of it went unanswered since, so that a conflict
 *     means that somebody else was first
 * @param storeClaimed whether the store is this Agent's: it made it, took it over, or announced it
 * @param storeId the store's id
 * @param appliedDigest the digest of the answer to the last write of the record
 */
record Holding(
        Optional<Claim> claim,
        boolean claimIsFresh,
        boolean storeClaimed,
        Optional<StoreId> storeId,
        Optional<String> appliedDigest) {

    static final Holding NOTHING = new Holding(Optional.empty(), false, false, Optional.empty(), Optional.empty());

    Holding claimed(Claim written, boolean withStore) {
        return new Holding(Optional.of(written), true, storeClaimed || withStore, storeId, appliedDigest);
    }

    Holding withStore(StoreId id) {
        return new Holding(claim, claimIsFresh, true, Optional.of(id), appliedDigest);
    }

    Holding withoutStore() {
        return new Holding(claim, claimIsFresh, false, Optional.empty(), appliedDigest);
    }

    Holding applied(String digest) {
        return new Holding(claim, claimIsFresh, storeClaimed, storeId, Optional.of(digest));
    }
}
