/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which Agents need a store although their spec says nothing of one: an AgentSecret has a value for it. The Agent's
 * reconcile makes the store, since it knows the claim; asking again after a restart costs nothing.
 */
final class StoreRequests {

    private final Map<String, Set<String>> byAgent = new ConcurrentHashMap<>();

    boolean isRequested(HasMetadata agent) {
        return byAgent.containsKey(uid(agent));
    }

    void request(HasMetadata agent, HasMetadata secret) {
        byAgent.compute(uid(agent), (unused, present) -> {
            Set<String> secrets = present == null ? ConcurrentHashMap.newKeySet() : present;
            secrets.add(uid(secret));
            return secrets;
        });
    }

    /** A secret that is gone needs no store. */
    void withdraw(HasMetadata agent, HasMetadata secret) {
        byAgent.computeIfPresent(uid(agent), (unused, secrets) -> {
            secrets.remove(uid(secret));
            return secrets.isEmpty() ? null : secrets;
        });
    }

    void forget(HasMetadata agent) {
        byAgent.remove(uid(agent));
    }

    private static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }
}
