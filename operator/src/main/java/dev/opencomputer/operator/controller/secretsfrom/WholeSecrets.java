/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.SecretsFromStatus;
import dev.opencomputer.operator.api.SecretsSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps an AgentSecret for each key that an Agent's {@code secretsFrom} asks for: pushing, drift and conflicts are that
 * one's own. It looks at Secrets and AgentSecrets alone, never at OpenComputer.
 */
public final class WholeSecrets {

    private final ChildWriter writer;
    private final KeyReader reader;

    /**
     * Keeps them.
     *
     * @param client writes AgentSecrets
     * @param reader tells which keys a Secret has
     */
    public WholeSecrets(KubernetesClient client, KeyReader reader) {
        this.writer = new ChildWriter(client);
        this.reader = reader;
    }

    /**
     * Whether there is anything to keep for an Agent: it asks for keys of whole Secrets, or once did.
     *
     * @param agent the Agent; one that is being deleted needs nothing
     * @param ofAgent every AgentSecret that names it, as far as the watch has told
     * @return false for those that cost nothing
     */
    public static boolean concern(Agent agent, List<AgentSecret> ofAgent) {
        return !agent.isMarkedForDeletion()
                && (!agent.wholeSecrets().isEmpty()
                        || ofAgent.stream().anyMatch(secret -> Children.isOf(agent, secret)));
    }

    /**
     * Looks, and decides.
     *
     * @param agent an Agent that they {@link #concern}
     * @param ofAgent every AgentSecret that names it, as far as the watch has told
     * @param memory what is remembered for the Agent
     * @param holdsId whether it holds its id; if not, nothing is done
     * @param anew whether everything is to be looked at, and not only what is known to have changed
     * @return what there is to tell and to do
     */
    public Keeping look(Agent agent, List<AgentSecret> ofAgent, ChildMemory memory, boolean holdsId, boolean anew) {
        if (anew) {
            memory.begin();
        }
        List<AgentSecret> present = memory.freshest(ofAgent);
        if (!holdsId) {
            return new Keeping(KeysReport.ofNothingHeld(), List.of(), Optional.empty());
        }
        KeysPlan plan = KeysDecision.decide(agent, read(agent, memory), present, memory.refused(), memory.triedAgain());
        boolean paused = Annotations.isPaused(agent);
        return new Keeping(
                KeysReport.of(agent.getMetadata().getName(), plan, paused),
                paused ? List.of() : plan.steps(),
                memory.untilRead());
    }

    /**
     * Does what there is to do.
     *
     * @param keeping what a look has come to
     * @param memory what is remembered for the Agent
     * @return false when the API server did not take all of it, which the next look tells
     */
    public boolean carryOut(Keeping keeping, ChildMemory memory) {
        return writer.carryOut(keeping.steps(), memory);
    }

    private Map<String, SecretKeys> read(Agent agent, ChildMemory memory) {
        String namespace = agent.getMetadata().getNamespace();
        Map<String, SecretKeys> secrets = new HashMap<>();
        for (SecretsSource source : agent.wholeSecrets()) {
            secrets.computeIfAbsent(
                    source.getSecretRef().getName(),
                    name -> memory.secret(name, isToldMissing(agent, name), secret -> reader.read(namespace, secret)));
        }
        memory.retain(secrets.keySet());
        return secrets;
    }

    private static boolean isToldMissing(Agent agent, String secret) {
        return Optional.ofNullable(agent.getStatus())
                .map(AgentStatus::getSecretsFrom)
                .map(SecretsFromStatus::getFailing)
                .orElse(List.of())
                .stream()
                .anyMatch(failing -> secret.equals(failing.getSecret())
                        && ConditionReason.SECRET_NOT_FOUND.value().equals(failing.getReason()));
    }
}
