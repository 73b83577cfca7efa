/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.gitops.JudgedKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;

/** AgentSecrets with the statuses that the operator writes. */
public final class SecretStates implements JudgedKind {

    @Override
    public Class<? extends HasMetadata> type() {
        return AgentSecret.class;
    }

    @Override
    public HasMetadata withStatus(String json) {
        AgentSecret secret = SecretFixture.secret().get();
        secret.setStatus(Serialization.unmarshal(json, AgentSecretStatus.class));
        return secret;
    }

    @Override
    public HasMetadata judged(ConditionReason reason) {
        AgentSecret secret = SecretFixture.secret().get();
        secret.setStatus(SecretStatuses.after(
                secret,
                new Verdict(reason, reason.description()),
                Situation.secret().put().observed(),
                SecretFixture.NOW));
        return secret;
    }
}
