/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * What a Lease says.
 *
 * @param holder the identity of the replica that leads; empty when it was released
 * @param duration how long the holder is respected after a renewal
 * @param renewal the renewal, to be compared and nothing more: it is of the holder's clock
 * @param transitions how often the holder changed
 */
record LeaseView(Optional<String> holder, Duration duration, Optional<ZonedDateTime> renewal, int transitions) {

    static LeaseView of(Lease lease) {
        LeaseSpec spec = lease.getSpec() == null ? new LeaseSpec() : lease.getSpec();
        return new LeaseView(
                Optional.ofNullable(spec.getHolderIdentity()).filter(holder -> !holder.isEmpty()),
                Duration.ofSeconds(
                        Optional.ofNullable(spec.getLeaseDurationSeconds()).orElse(0)),
                Optional.ofNullable(spec.getRenewTime()),
                Optional.ofNullable(spec.getLeaseTransitions()).orElse(0));
    }
}
