/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** The Lease in the cluster. */
final class KubernetesLeases implements Leases {

    private final KubernetesClient client;
    private final Candidacy candidacy;
    private final Duration duration;

    KubernetesLeases(KubernetesClient client, Candidacy candidacy, Duration duration) {
        this.client = client;
        this.candidacy = candidacy;
        this.duration = duration;
    }

    @Override
    public Optional<Lease> read() {
        return Optional.ofNullable(client.leases()
                .inNamespace(candidacy.namespace())
                .withName(candidacy.lease())
                .get());
    }

    @Override
    public Lease take(Optional<Lease> known) {
        ZonedDateTime now = now();
        int transitions = known.map(lease -> LeaseView.of(lease).transitions()).orElse(-1) + 1;
        Lease wanted = writable(known)
                .editOrNewSpec()
                .withHolderIdentity(candidacy.identity())
                .withLeaseDurationSeconds((int) duration.toSeconds())
                .withAcquireTime(now)
                .withRenewTime(now)
                .withLeaseTransitions(transitions)
                .endSpec()
                .build();
        return known.isPresent()
                ? client.resource(wanted).update()
                : client.resource(wanted).create();
    }

    @Override
    public Lease renew(Lease known) {
        return client.resource(writable(Optional.of(known))
                        .editSpec()
                        .withLeaseDurationSeconds((int) duration.toSeconds())
                        .withRenewTime(now())
                        .endSpec()
                        .build())
                .update();
    }

    @Override
    public Lease release(Lease known) {
        return client.resource(writable(Optional.of(known))
                        .editSpec()
                        .withHolderIdentity(null)
                        .withRenewTime(now())
                        .endSpec()
                        .build())
                .update();
    }

    private LeaseBuilder writable(Optional<Lease> known) {
        return known.map(LeaseBuilder::new)
                .orElseGet(() -> new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(candidacy.namespace())
                        .withName(candidacy.lease())
                        .endMetadata())
                .editMetadata()
                .withManagedFields()
                .addToLabels(Names.LEASE, Names.OPERATOR_LEASE)
                .addToAnnotations(Names.NAMESPACES, candidacy.namespaces().text())
                .endMetadata();
    }

    private static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneOffset.UTC);
    }
}
