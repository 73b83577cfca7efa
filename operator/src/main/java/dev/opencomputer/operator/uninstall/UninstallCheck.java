/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.uninstall;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks what an operator would leave behind, and whether it may go. */
public final class UninstallCheck {

    /** More namespaces than these help nobody who reads a log. */
    private static final int MOST_NAMESPACES = 10;

    private UninstallCheck() {}

    /**
     * What the check goes by.
     *
     * @param namespaces the operator's namespaces; empty for all
     * @param requireEmpty whether the operator may only go when nothing is left
     * @param crdsGo whether the CRDs go with the operator, and every object with them; then nothing may be left either
     */
    public record Rules(Set<String> namespaces, boolean requireEmpty, boolean crdsGo) {

        boolean nothingMayBeLeft() {
            return requireEmpty || crdsGo;
        }
    }

    /**
     * What came of it.
     *
     * @param mayGo whether the operator may be taken away
     * @param sentences what is left, what becomes of it, and what to do
     */
    public record Verdict(boolean mayGo, List<String> sentences) {}

    /**
     * Counts what is left. A cluster that does not answer stands in the way only of those who want nothing to be left.
     *
     * @param client may list Agents and AgentSecrets
     * @param rules what to go by
     * @return whether the operator may go, and why
     */
    public static Verdict run(KubernetesClient client, Rules rules) {
        RemainingObjects left;
        try {
            left = RemainingObjects.count(client, rules.namespaces());
        } catch (KubernetesClientException e) {
            return new Verdict(
                    !rules.nothingMayBeLeft(),
                    List.of("Whether Agents and AgentSecrets are left is not known: the API server "
                            + (e.getCode() > 0 ? "answered " + e.getCode() : "does not answer")
                            + ". Look yourself: kubectl get agents,agentsecrets --all-namespaces"));
        }
        return verdict(left, rules);
    }

    static Verdict verdict(RemainingObjects left, Rules rules) {
        if (left.all() == 0) {
            return new Verdict(true, List.of("No Agent and no AgentSecret is left."));
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("Left are " + count("Agents", left.agents()) + " and " + count("AgentSecrets", left.secrets())
                + ", in " + namespaces(left.byNamespace()) + ".");
        if (left.inDeletion() > 0) {
            sentences.add("Of these, " + left.inDeletion()
                    + " are being deleted and wait for the operator. Wait until they are gone; what cannot be carried"
                    + " out at OpenComputer any more goes with deletionPolicy: Retain.");
        }
        if (rules.crdsGo()) {
            sentences.add("The CRDs would go with the release, and with them every Agent and AgentSecret, whose"
                    + " finalizers nobody would be there to remove. So the release stays: delete the objects first, or"
                    + " keep the CRDs (crds.keep=true).");
            return new Verdict(false, sentences);
        }
        sentences.add("Without the operator they stay in the cluster as they are, and so does what is at OpenComputer."
                + " Whoever deletes one of them waits for the next operator, which removes its finalizer.");
        if (rules.requireEmpty()) {
            sentences.add("So the release stays (uninstall.requireEmpty=true): delete the objects first, or let them"
                    + " stay (uninstall.requireEmpty=false).");
        }
        return new Verdict(!rules.requireEmpty(), sentences);
    }

    private static String count(String kind, RemainingObjects.Count count) {
        return count.all() + " " + kind
                + (count.all() == 0
                        ? ""
                        : " (deletionPolicy Delete: " + count.delete() + ", Retain: " + count.retain() + ")");
    }

    private static String namespaces(Map<String, Integer> byNamespace) {
        String first = byNamespace.entrySet().stream()
                .limit(MOST_NAMESPACES)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
        int more = byNamespace.size() - MOST_NAMESPACES;
        return first + (more > 0 ? " and " + more + " more namespaces" : "");
    }
}
