/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the AgentSecrets of an Agent, whoever made them. */
public final class SecretLookup {

    /** The one whose value is in the store first; then the oldest. */
    private static final Comparator<AgentSecret> PUSHED_FIRST = Comparator.<AgentSecret, Boolean>comparing(
                    secret -> SecretView.setAt(secret).isEmpty())
            .thenComparing(secret -> secret.getMetadata().getCreationTimestamp())
            .thenComparing(secret -> secret.getMetadata().getName());

    private final ResourceAccess<AgentSecret> secrets;

    /** Looks among these AgentSecrets. */
    public SecretLookup(ResourceAccess<AgentSecret> secrets) {
        this.secrets = secrets;
    }

    /** One AgentSecret for each key, in the order of the keys. */
    public List<AgentSecret> list(Agent agent) {
        Map<String, AgentSecret> byKey = new TreeMap<>();
        secrets.list(Map.of("spec.agentRef.name", agent.getMetadata().getName())).stream()
                .filter(secret -> SecretObjects.isPresent(secret, agent))
                .forEach(secret -> byKey.merge(
                        secret.getSpec().getKey(),
                        secret,
                        (first, second) -> PUSHED_FIRST.compare(first, second) <= 0 ? first : second));
        return List.copyOf(byKey.values());
    }

    /** The AgentSecret that has the key, that of others before one of ours that waits behind it. */
    public Optional<AgentSecret> find(Agent agent, String key) {
        return secrets.list(Map.of("spec.agentRef.name", agent.getMetadata().getName(), "spec.key", key)).stream()
                .filter(secret -> SecretObjects.isPresent(secret, agent))
                .min(Comparator.<AgentSecret, Boolean>comparing(secret -> SecretObjects.isOurs(secret, agent))
                        .thenComparing(PUSHED_FIRST));
    }

    /**
     * Makes sure that the facade may write the key: nobody else has it, or he lets this API write it, and what had our object's name is gone, which is
     * waited for.
     *
     * @return the AgentSecret to write, if it is there already
     */
    public Optional<AgentSecret> requireFree(Agent agent, String key) {
        Optional<AgentSecret> found = find(agent, key);
        if (found.isPresent()) {
            SecretObjects.requireWritable(found.get(), agent);
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
