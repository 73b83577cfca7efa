/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.Page;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the AgentSecrets of an Agent, whoever made them. */
public final class SecretLookup {

    /** Who comes first for a key: whose value is in the store, then others before us, then the oldest. */
    record Rank(boolean isUnset, boolean isOurs, String creation, String name) {
        static final Comparator<Rank> FIRST_IS_LEAST = Comparator.comparing(Rank::isUnset)
                .thenComparing(Rank::isOurs)
                .thenComparing(Rank::creation)
                .thenComparing(Rank::name);

        static Rank of(AgentSecret secret, Agent agent) {
            return new Rank(
                    SecretView.setAt(secret).isEmpty(),
                    SecretObjects.isOurs(secret, agent),
                    secret.getMetadata().getCreationTimestamp(),
                    secret.getMetadata().getName());
        }
    }

    private final ResourceAccess<AgentSecret> secrets;

    /** Looks among these AgentSecrets. */
    public SecretLookup(ResourceAccess<AgentSecret> secrets) {
        this.secrets = secrets;
    }

    /** The AgentSecret that has the key at OpenComputer; where none has it yet, that of others before one of ours. */
    public Optional<AgentSecret> find(Agent agent, String key) {
        Map<String, String> fields = new HashMap<>(of(agent));
        fields.put("spec.key", key);
        return secrets.first(
                fields,
                secret -> SecretObjects.isPresent(secret, agent),
                Comparator.comparing(secret -> Rank.of(secret, agent), Rank.FIRST_IS_LEAST));
    }

    /** The keys for which there is anything. */
    Set<String> keys(Agent agent) {
        Set<String> keys = new HashSet<>();
        Optional<String> next = Optional.empty();
        do {
            Page<String> page = secrets.page(
                    of(agent),
                    Integer.MAX_VALUE,
                    next,
                    objects -> objects.stream()
                            .filter(secret -> SecretObjects.isPresent(secret, agent))
                            .map(secret -> secret.getSpec().getKey())
                            .toList());
            keys.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return keys;
    }

    /**
     * The AgentSecret to write for a key, as far as a look at the AgentSecrets that have it can tell: what is in the way
     * of a new one shows when it is made.
     *
     * @throws Refusal when somebody else has the key, and does not let this API write it
     */
    Optional<AgentSecret> findWritable(Agent agent, String key) {
        Optional<AgentSecret> found = find(agent, key);
        found.ifPresent(secret -> SecretObjects.requireWritable(secret, agent));
        return found;
    }

    /** By which fields the AgentSecrets of an Agent are found. */
    static Map<String, String> of(Agent agent) {
        return Map.of("spec.agentRef.name", agent.getMetadata().getName());
    }

    /**
     * Makes sure that the facade may write the key: nobody else has it, or he lets this API write it, and what had our
     * object's name is gone, which is waited for.
     *
     * @return the AgentSecret to write, if it is there already
     */
    public Optional<AgentSecret> requireFree(Agent agent, String key) {
        Optional<AgentSecret> found = findWritable(agent, key);
        if (found.isPresent()) {
            return found;
        }
        Optional<AgentSecret> named =
                secrets.find(AgentSecretNames.nameFor(agent.getMetadata().getName(), key));
        if (named.isPresent()) {
            if (SecretObjects.isPresent(named.get(), agent)) {
                if (named.get().getSpec().getKey().equals(key) && SecretObjects.isOurs(named.get(), agent)) {
                    // Made since the list was read, by another call for the same key.
                    return named;
                }
                throw SecretObjects.notOurs(named.get());
            }
            if (!secrets.awaitGone(named.get(), AgentCreation.PATIENCE).isGone()) {
                throw Refusal.unavailable(
                        "the former value of " + key + " is still being deleted; try again", AgentCreation.LEAVING);
            }
        }
        return Optional.empty();
    }
}
