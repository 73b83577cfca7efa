/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** What conditions say about the keys of {@code secretsFrom}: cause and action, steady from one look to the next. */
final class KeysMessages {

    /** More names help nobody who reads a condition. */
    private static final int MOST_NAMES = 10;

    private KeysMessages() {}

    static String nothingHeld() {
        return "The Agent does not hold its id: its condition Ready says why. Until then no key of secretsFrom is put into"
                + " a store.";
    }

    static String of(String agent, ConditionReason reason, KeysPlan plan) {
        List<String> sentences = new ArrayList<>();
        switch (reason) {
            case PAUSED ->
                sentences.add("A change of the keys of secretsFrom waits: remove the annotation opencomputer.dev/paused"
                        + " to let it through.");
            case SECRETS_PENDING ->
                sentences.add("Keys of secretsFrom are on their way into the agent's store, or out of it.");
            case IN_SYNC -> sentences.add("The agent's store holds every key that secretsFrom asks for.");
            default -> sentences.addAll(troubles(agent, plan));
        }
        if (!plan.overridden().isEmpty()) {
            sentences.add(
                    "AgentSecrets of their own set " + pairs(plan.overridden()) + ", which counts before secretsFrom.");
        }
        if (!plan.doubled().isEmpty()) {
            sentences.add("More than one entry gives " + pairs(plan.doubled())
                    + "; the last of them counts, of the Secret in" + " brackets.");
        }
        return String.join(" ", sentences);
    }

    private static List<String> troubles(String agent, KeysPlan plan) {
        List<String> sentences = new ArrayList<>(plan.troubles().stream()
                .filter(trouble -> trouble.key().isEmpty())
                .map(Trouble::message)
                .distinct()
                .limit(MOST_NAMES)
                .toList());
        add(
                sentences,
                plan,
                trouble -> trouble.reason() == ConditionReason.SECRET_KEY_NOT_FOUND,
                "secretsFrom names keys that are not there: %s. Add them to the Secret in brackets, or correct the names.",
                Trouble::secret);
        add(
                sentences,
                plan,
                trouble -> trouble.reason() == ConditionReason.INVALID_KEY_NAME,
                "No name of an environment variable has: %s, of the Secret in brackets; all others go through. Name the keys"
                        + " that are meant in secretsFrom.keys, or rename these in the Secret.",
                Trouble::secret);
        add(
                sentences,
                plan,
                trouble -> trouble.reason() == ConditionReason.TOO_MANY_KEYS,
                "No more than " + KeysDecision.MOST_KEYS
                        + " keys are put into a store from Secrets; left out are: %s. Name"
                        + " the keys that are meant in secretsFrom.keys.",
                Trouble::secret);
        add(
                sentences,
                plan,
                trouble -> trouble.reason() == ConditionReason.KEY_REFUSED,
                "What the operator does to the AgentSecrets of these keys is not taken, or does not last: %s; its log says why. It"
                        + " tries again with its next routine check.",
                Trouble::secret);
        add(
                sentences,
                plan,
                trouble -> isOfAgentSecret(trouble.reason()),
                "Not in the agent's store as they should be: %s. The AgentSecrets labelled " + Names.SECRETS_FROM + "="
                        + agent + " say what to do.",
                trouble -> trouble.reason().value());
        return sentences;
    }

    private static boolean isOfAgentSecret(ConditionReason reason) {
        return switch (reason) {
            case SECRET_KEY_NOT_FOUND, INVALID_KEY_NAME, TOO_MANY_KEYS, KEY_REFUSED -> false;
            default -> true;
        };
    }

    private static void add(
            List<String> sentences,
            KeysPlan plan,
            Predicate<Trouble> which,
            String sentence,
            Function<Trouble, String> remark) {
        List<String> names = plan.troubles().stream()
                .filter(trouble -> trouble.key().isPresent())
                .filter(which)
                .map(trouble -> trouble.key().orElseThrow() + " (" + remark.apply(trouble) + ")")
                .toList();
        if (!names.isEmpty()) {
            sentences.add(sentence.formatted(list(names)));
        }
    }

    private static String pairs(Map<String, String> pairs) {
        return list(pairs.entrySet().stream()
                .map(pair -> pair.getKey() + " (" + pair.getValue() + ")")
                .toList());
    }

    private static String list(List<String> names) {
        int more = names.size() - MOST_NAMES;
        return String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
