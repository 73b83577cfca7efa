/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.Page;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.wire.AgentSecretJson;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** Finds the AgentSecrets of an Agent, whoever made them. */
public final class SecretLookup {

    private static final String AGENT = "spec.agentRef.name";

    /** Who comes first for a key: whose value is in the store, then others before us, then the oldest. */
    private record Rank(boolean isUnset, boolean isOurs, String creation, String name) {
        private static final Comparator<Rank> FIRST_IS_LEAST = Comparator.comparing(Rank::isUnset)
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

    /** What is kept of an AgentSecret for a list: not its sealed value, which can be large. */
    private record Entry(Rank rank, AgentSecretJson shown) {}

    private final ResourceAccess<AgentSecret> secrets;

    /** Looks among these AgentSecrets. */
    public SecretLookup(ResourceAccess<AgentSecret> secrets) {
        this.secrets = secrets;
    }

    /** One entry for each key, as {@link #find} would say, in the order of the keys. */
    public List<AgentSecretJson> list(Agent agent) {
        Map<String, String> fields = Map.of(AGENT, agent.getMetadata().getName());
        Map<String, Entry> byKey = new TreeMap<>();
        Optional<String> next = Optional.empty();
        do {
            Page<Entry> page = secrets.page(
                    fields,
                    Integer.MAX_VALUE,
                    next,
                    objects -> objects.stream()
                            .filter(secret -> SecretObjects.isPresent(secret, agent))
                            .map(secret -> new Entry(Rank.of(secret, agent), SecretView.of(secret)))
                            .toList());
            page.items()
                    .forEach(entry -> byKey.merge(
                            entry.shown().key(),
                            entry,
                            BinaryOperator.minBy(Comparator.comparing(Entry::rank, Rank.FIRST_IS_LEAST))));
            next = page.next();
        } while (next.isPresent());
        return byKey.values().stream().map(Entry::shown).toList();
    }

    /** The AgentSecret that has the key at OpenComputer; where none has it yet, that of others before one of ours. */
    public Optional<AgentSecret> find(Agent agent, String key) {
        return secrets.list(Map.of(AGENT, agent.getMetadata().getName(), "spec.key", key)).stream()
                .filter(secret -> SecretObjects.isPresent(secret, agent))
                .min(Comparator.comparing(secret -> Rank.of(secret, agent), Rank.FIRST_IS_LEAST));
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
