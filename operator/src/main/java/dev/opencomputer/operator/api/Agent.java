/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** An OpenComputer agent, kept as its spec says: configuration, not compute. */
@Group(Names.GROUP)
@Version(Names.VERSION)
@ShortNames("oca")
public class Agent extends CustomResource<AgentSpec, AgentStatus> implements Namespaced {

    /** The id that this object asks for: {@code spec.id}, or the object's name where that is absent. */
    public String effectiveId() {
        return spec == null || spec.getId() == null ? getMetadata().getName() : spec.getId();
    }
}
