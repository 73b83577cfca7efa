/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretKeyReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * Decides which AgentSecrets an Agent's {@code secretsFrom} needs: a pure function of the Agent, of what the Secrets have,
 * and of the AgentSecrets that name the Agent. The same question has the same answer after a crash.
 */
final class KeysDecision {

    /** More AgentSecrets are not made for one Agent, whatever somebody puts into a Secret. */
    static final int MOST_KEYS = 1000;

    private final Agent agent;
    private final Map<String, SecretKeys> secrets;
    private final WantedKeys wanted;
    private final Set<String> refused;
    private final Set<String> triedAgain;
    private final boolean awaits;
    private final List<AgentSecret> made;
    private final Map<String, List<AgentSecret>> madeByKey;
    private final Map<String, AgentSecret> explicit;
    private final List<Step> steps = new ArrayList<>();
    private final SortedSet<Trouble> troubles;
    private final SortedMap<String, String> overridden = new TreeMap<>();
    private int keys;
    private int inSync;
    private boolean onTheWay;
    private int room;

    private KeysDecision(
            Agent agent,
            Map<String, SecretKeys> secrets,
            List<AgentSecret> ofAgent,
            Set<String> refused,
            Set<String> triedAgain) {
        this.agent = agent;
        this.secrets = secrets;
        this.refused = refused;
        this.triedAgain = triedAgain;
        this.onTheWay = secrets.values().stream().anyMatch(SecretKeys.Awaited.class::isInstance);
        this.awaits = onTheWay || secrets.values().stream().anyMatch(KeysDecision::isOfTheMoment);
        this.made =
                ofAgent.stream().filter(secret -> Children.isOf(agent, secret)).toList();
        this.madeByKey = made.stream()
                .collect(Collectors.groupingBy(child -> child.getSpec().getKey()));
        // One that goes lets its key go, too.
        this.explicit = ofAgent.stream()
                .filter(secret -> !Children.isOf(agent, secret) && !Children.isOfFormer(agent, secret))
                .filter(secret -> !secret.isMarkedForDeletion())
                .collect(Collectors.toMap(
                        secret -> secret.getSpec().getKey(),
                        secret -> secret,
                        // The same one at each look, since the condition names it.
                        BinaryOperator.minBy(Comparator.comparing(
                                secret -> secret.getMetadata().getName()))));
        this.wanted = WantedKeys.of(agent.wholeSecrets(), secrets, made);
        this.troubles = wanted.troubles();
        this.room = MOST_KEYS - made.size();
    }

    /**
     * Decides.
     *
     * @param agent an Agent that holds its id
     * @param secrets what each Secret has that its {@code secretsFrom} names
     * @param ofAgent every AgentSecret that names the Agent
     * @param refused the {@linkplain Step#attempt attempts} that the API server did not take of late
     * @param triedAgain those that it did not take before, so that they are made again
     */
    static KeysPlan decide(
            Agent agent,
            Map<String, SecretKeys> secrets,
            List<AgentSecret> ofAgent,
            Set<String> refused,
            Set<String> triedAgain) {
        KeysDecision decision = new KeysDecision(agent, secrets, ofAgent, refused, triedAgain);
        decision.made.stream()
                .filter(child ->
                        !decision.wanted.byKey().containsKey(child.getSpec().getKey()))
                .forEach(decision::drop);
        decision.wanted.byKey().values().forEach(decision::bring);
        return new KeysPlan(
                List.copyOf(decision.steps),
                decision.keys,
                decision.inSync,
                decision.onTheWay,
                decision.troubles,
                decision.overridden,
                decision.wanted.doubled());
    }

    private void bring(WantedKey key) {
        AgentSecret other = explicit.get(key.key());
        List<AgentSecret> ofKey = madeByKey.getOrDefault(key.key(), List.of());
        if (other != null) {
            overridden.put(key.key(), other.getMetadata().getName());
            ofKey.forEach(child -> handOver(child, other));
            return;
        }
        keys++;
        String name = AgentSecretNames.nameOfMade(
                agent.getMetadata().getName(), agent.getMetadata().getUid(), key.key());
        ofKey.stream()
                .filter(child -> child.getMetadata().getName().equals(name))
                .findFirst()
                .ifPresentOrElse(child -> keep(child, key), () -> create(key));
        // After that: what takes over had better be there by then.
        ofKey.stream()
                .filter(child -> !child.getMetadata().getName().equals(name))
                .forEach(this::leave);
    }

    private void handOver(AgentSecret child, AgentSecret other) {
        boolean hasKey = child.getStatus() != null && child.getStatus().getStoreId() != null;
        // Not before the other has seen that it waits: the key stays in the store for it.
        if (hasKey && !other.hasFinalizer(Names.FINALIZER)) {
            onTheWay = true;
        } else {
            leave(child);
        }
    }

    private void create(WantedKey key) {
        if (room <= 0) {
            troubles.add(Trouble.ofKey(key, ConditionReason.TOO_MANY_KEYS));
            return;
        }
        room--;
        take(new Step.Create(Children.of(agent, key)), key.secret());
    }

    private void keep(AgentSecret child, WantedKey key) {
        if (child.isMarkedForDeletion()) {
            onTheWay = true;
        } else if (isAwaited(child)) {
            // What it should say in the end is known only then: a value for some seconds would be none to send.
            onTheWay = true;
        } else if (!Children.says(child, key)) {
            take(new Step.Replace(child, Children.of(agent, key)), key.secret());
        } else if (secrets.get(key.secret()) instanceof SecretKeys.Present) {
            // Of a Secret that is missing, what is wrong with it says all.
            tell(child, key);
        }
    }

    private void tell(AgentSecret child, WantedKey key) {
        KeyStanding standing = KeyStanding.of(child);
        if (standing instanceof KeyStanding.Failing failing) {
            troubles.add(Trouble.ofKey(key, failing.reason()));
        } else if (standing instanceof KeyStanding.InSync) {
            inSync++;
        } else {
            onTheWay = true;
        }
    }

    /** What nothing asks for goes; not what a Secret that is on its way may ask for, since it would come right back. */
    private void drop(AgentSecret child) {
        if (!isAwaited(child)) {
            leave(child);
        }
    }

    /** Whether a Secret may still come, or come back, that gives the key of this one. */
    private boolean isAwaited(AgentSecret child) {
        return awaits && !(secrets.get(secretOf(child)) instanceof SecretKeys.Present);
    }

    private static boolean isOfTheMoment(SecretKeys keys) {
        return keys instanceof SecretKeys.Unusable unusable && unusable.passing();
    }

    private static String secretOf(AgentSecret child) {
        return Children.source(child).map(SecretKeyReference::getName).orElse("");
    }

    private void leave(AgentSecret child) {
        String secret = secretOf(child);
        if (!child.isMarkedForDeletion()) {
            take(new Step.Delete(child), secret);
        } else if (child.hasFinalizer(Names.FINALIZER)) {
            if (KeyStanding.of(child) instanceof KeyStanding.Failing failing) {
                troubles.add(Trouble.ofKey(secret, child.getSpec().getKey(), failing.reason()));
            } else {
                onTheWay = true;
            }
        }
    }

    private void take(Step step, String secret) {
        boolean held = refused.contains(step.attempt());
        boolean again = triedAgain.contains(step.attempt());
        if (!held) {
            steps.add(step);
            onTheWay |= !again;
        }
        if (again || held) {
            // Told until it is taken: a try is no news.
            troubles.add(Trouble.ofKey(secret, step.child().getSpec().getKey(), ConditionReason.KEY_REFUSED));
        }
    }
}
