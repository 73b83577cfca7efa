/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.AgentStates;
import dev.opencomputer.operator.controller.secret.SecretStates;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** Objects of one kind whose statuses are made by the operator's own code. */
public interface JudgedKind {

    /** Both kinds. */
    static List<JudgedKind> all() {
        return List.of(new AgentStates(), new SecretStates());
    }

    /** The kind. */
    Class<? extends HasMetadata> type();

    /** An object of generation 1 with a status as it stands. */
    HasMetadata withStatus(String json);

    /** An object of generation 1 with what the operator wrote about it. */
    HasMetadata judged(ConditionReason reason);
}
