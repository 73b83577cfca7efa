/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Consumer;

/** One Lease with versions, as an API server keeps it, with the outages that a test wants. */
final class LeaseServer {

    private final ZonedDateTime start = ZonedDateTime.parse("2030-01-01T00:00:00Z");
    private Optional<Lease> lease = Optional.empty();
    private long version;
    private String away = "";
    private boolean losesAnswer;
    private Runnable beforeWrite = () -> {};

    /** The Lease as a replica sees it. */
    Leases as(String identity) {
        return new Leases() {
            @Override
            public Optional<Lease> read() {
                reach(identity);
                return lease.map(LeaseBuilder::new).map(LeaseBuilder::build);
            }

            @Override
            public Lease take(Optional<Lease> known) {
                return write(identity, known, Optional.of(identity));
            }

            @Override
            public Lease renew(Lease known) {
                return write(identity, Optional.of(known), Optional.of(identity));
            }

            @Override
            public Lease release(Lease known) {
                return write(identity, Optional.of(known), Optional.empty());
            }
        };
    }

    /** Who holds it. */
    Optional<String> holder() {
        return lease.flatMap(present -> LeaseView.of(present).holder());
    }

    /** Somebody who is no part of the test takes it. */
    void takenBy(String identity) {
        edit(present -> present.getSpec().setHolderIdentity(identity));
    }

    /** Somebody changes it. */
    void edit(Consumer<Lease> change) {
        Lease changed = lease.map(LeaseBuilder::new)
                .orElseGet(() -> new LeaseBuilder()
                        .withNewMetadata()
                        .endMetadata()
                        .withNewSpec()
                        .endSpec())
                .build();
        change.accept(changed);
        put(changed);
    }

    /** Somebody deletes it. */
    void delete() {
        lease = Optional.empty();
    }

    /** This one gets no answer any more. */
    void cutOff(String identity) {
        away = identity;
    }

    /** The next write is carried out, and its answer lost. */
    void losesNextAnswer() {
        losesAnswer = true;
    }

    /** Something happens between the next reading and its write. */
    void beforeNextWrite(Runnable what) {
        beforeWrite = what;
    }

    private Lease write(String identity, Optional<Lease> known, Optional<String> holder) {
        reach(identity);
        Runnable before = beforeWrite;
        beforeWrite = () -> {};
        before.run();
        if (!known.map(LeaseServer::versionOf).equals(lease.map(LeaseServer::versionOf))) {
            throw new KubernetesClientException("conflict", HttpURLConnection.HTTP_CONFLICT, null);
        }
        put(new LeaseBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder.orElse(null))
                .withLeaseDurationSeconds((int) LeaseTimes.DEFAULT.lease().toSeconds())
                .withRenewTime(start.plusSeconds(version))
                .endSpec()
                .build());
        if (losesAnswer) {
            losesAnswer = false;
            throw new KubernetesClientException("lost");
        }
        return lease.orElseThrow();
    }

    private void put(Lease changed) {
        version++;
        changed.getMetadata().setResourceVersion(Long.toString(version));
        lease = Optional.of(changed);
    }

    private void reach(String identity) {
        if (identity.equals(away)) {
            throw new KubernetesClientException("cut off");
        }
    }

    private static String versionOf(Lease lease) {
        return lease.getMetadata().getResourceVersion();
    }
}
