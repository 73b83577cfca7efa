/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.reporting.Conditions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Agents as the API server would show them. */
final class AgentFixture {

    static final String BORN = "2026-05-01T10:00:00Z";
    static final Instant NOW = Instant.parse("2026-05-01T12:00:00.25Z");

    private final Agent agent = new Agent();

    private AgentFixture(String namespace, String name) {
        agent.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .withUid("uid-of-" + namespace + "-" + name)
                .withResourceVersion("100")
                .withGeneration(1L)
                .withCreationTimestamp(BORN)
                .withAnnotations(new HashMap<>())
                .withFinalizers(Names.FINALIZER)
                .build());
        agent.setSpec(new AgentSpec());
    }

    static AgentFixture agent(String namespace, String name) {
        return new AgentFixture(namespace, name);
    }

    static AgentFixture agent() {
        return agent("team-a", "resolver");
    }

    AgentFixture withId(String id) {
        agent.getSpec().setId(id);
        return this;
    }

    AgentFixture born(String time) {
        agent.getMetadata().setCreationTimestamp(time);
        return this;
    }

    AgentFixture generation(long generation) {
        agent.getMetadata().setGeneration(generation);
        return this;
    }

    AgentFixture version(long resourceVersion) {
        agent.getMetadata().setResourceVersion(Long.toString(resourceVersion));
        return this;
    }

    AgentFixture asking(String reconcileAt) {
        return annotated(Annotations.RECONCILE_AT, reconcileAt);
    }

    AgentFixture paused(String value) {
        return annotated(Annotations.PAUSED, value);
    }

    AgentFixture annotated(String name, String value) {
        Map<String, String> annotations = agent.getMetadata().getAnnotations();
        annotations.put(name, value);
        return this;
    }

    AgentFixture beingDeleted() {
        agent.getMetadata().setDeletionTimestamp("2026-05-01T11:00:00Z");
        return this;
    }

    AgentFixture withoutFinalizers() {
        agent.getMetadata().setFinalizers(new ArrayList<>());
        return this;
    }

    AgentFixture claiming(String id, String organisation, String connection) {
        status().setId(id);
        status().setOrganisation(organisation);
        status().setConnection(connection);
        return this;
    }

    AgentFixture withStore(String name, String id) {
        status().setSecretStore(name);
        status().setSecretStoreId(id);
        return this;
    }

    AgentFixture applied(String digest) {
        status().setAppliedDigest(digest);
        return this;
    }

    AgentFixture handled(String reconcileAt) {
        status().setLastHandledReconcileAt(reconcileAt);
        return this;
    }

    /** The last verdict, on a generation. */
    AgentFixture judged(ConditionReason reason, long generation) {
        status().setObservedGeneration(generation);
        status().setConditions(
                        Conditions.of(reason, "message of " + reason.value(), generation, null, Instant.parse(BORN)));
        return this;
    }

    Agent get() {
        return agent;
    }

    private AgentStatus status() {
        if (agent.getStatus() == null) {
            agent.setStatus(new AgentStatus());
        }
        return agent.getStatus();
    }
}
