/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.opencomputer.SecretKey;
import java.util.List;
import java.util.Objects;

/** Reads from an AgentSecret what it asks for. */
final class DesiredSecret {

    private DesiredSecret() {}

    static Desired of(AgentSecret secret) {
        AgentSecretSpec spec = secret.getSpec();
        return new Desired(
                spec.getAgentRef().getName(),
                new SecretKey(spec.getKey()),
                Objects.requireNonNullElse(spec.getAllowedHosts(), List.of()),
                spec.getDeletionPolicy() == DeletionPolicy.RETAIN,
                Annotations.isPaused(secret),
                secret.isMarkedForDeletion());
    }
}
