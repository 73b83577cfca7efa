/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The Lease of one release, as one replica reads and writes it. Each write names the version that it follows, so that
 * of two who write at once one is refused.
 */
final class Leases {

    private final KubernetesClient client;
    private final Candidacy candidacy;
    private final Duration duration;

    Leases(KubernetesClient client, Candidacy candidacy, Duration duration) {
        this.client = client;
        this.candidacy = candidacy;
        this.duration = duration;
    }

    /** The Lease as it is now. */
    Optional<Lease> read() {
        return Optional.ofNullable(client.leases()
                .inNamespace(candidacy.namespace())
                .withName(candidacy.lease())
                .get());
    }

    /** Makes this replica the holder. */
    Lease take(Optional<Lease> known) {
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

    /** Lets the others count anew from now. */
    Lease renew(Lease known) {
        return client.resource(writable(Optional.of(known))
                        .editSpec()
                        .withLeaseDurationSeconds((int) duration.toSeconds())
                        .withRenewTime(now())
                        .endSpec()
                        .build())
                .update();
    }

    /** Lets another one take it at once. */
    Lease release(Lease known) {
        return client.resource(writable(Optional.of(known))
                        .editSpec()
                        .withHolderIdentity(null)
                        .withRenewTime(now())
                        .endSpec()
                        .build())
                .update();
    }

    /** Whether somebody else wrote or deleted it meanwhile, so that it has to be read again. */
    static boolean isOutdated(KubernetesClientException refusal) {
        return refusal.getCode() == HttpURLConnection.HTTP_CONFLICT
                || refusal.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
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
