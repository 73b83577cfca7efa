/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which organisation the claims over each connection were made in, as far as any of them records one. It forgets with
 * the last of them, so that objects can be moved to another organisation by deleting and applying them.
 */
final class Organisations {

    private final Map<String, Claim> claims = new ConcurrentHashMap<>();

    void note(Agent agent) {
        AgentStatuses.holding(agent, false)
                .claim()
                .filter(claim -> claim.organisation().isPresent() && !IdHolders.wasLetGo(agent))
                .ifPresentOrElse(claim -> claims.put(agent.getMetadata().getUid(), claim), () -> forget(agent));
    }

    void forget(Agent agent) {
        claims.remove(agent.getMetadata().getUid());
    }

    /** The claim's own organisation, else one that another claim over the connection records. */
    Optional<String> claimed(Optional<Claim> claim, String connection) {
        return claim.flatMap(Claim::organisation)
                .or(() -> claims.values().stream()
                        .filter(other -> other.connection().equals(connection))
                        .findFirst()
                        .flatMap(Claim::organisation));
    }
}
