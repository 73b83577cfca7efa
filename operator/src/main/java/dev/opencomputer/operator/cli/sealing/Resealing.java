/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.Patterns;
import dev.opencomputer.operator.manifest.AgentSecretDocument;
import dev.opencomputer.operator.manifest.ManifestException;
import dev.opencomputer.operator.manifest.ManifestFile;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Carries what the operator has sealed anew from the statuses of AgentSecrets into the files that these were applied from. It
 * asks the cluster for AgentSecrets and for nothing else.
 */
public final class Resealing {

    private final ClusterReader cluster;
    private final ResealDecision.Keys keys;
    private final String namespace;
    private final Consumer<String> told;

    private boolean somethingIsLeft;

    /**
     * Prepares.
     *
     * @param cluster where the AgentSecrets are
     * @param current the operator's current key, where it is known
     * @param trusted the ids of the keys that values may be sealed for; none stands for all
     * @param namespace the namespace of those that name none in the file
     * @param told takes a sentence on each
     */
    public Resealing(
            ClusterReader cluster,
            Optional<SealingKeyId> current,
            Set<SealingKeyId> trusted,
            String namespace,
            Consumer<String> told) {
        this.cluster = cluster;
        this.keys = new ResealDecision.Keys(current, trusted);
        this.namespace = namespace;
        this.told = told;
    }

    /**
     * Goes through a file, and writes it once when something in it is replaced.
     *
     * @throws ManifestException when the file cannot be read or written; then it is as it was
     * @throws ClusterException when the cluster does not answer or knows nobody; then the file is as it was
     */
    public void reseal(Path path) throws ManifestException, ClusterException {
        ManifestFile file = ManifestFile.read(path);
        Map<AgentSecretDocument, ResealDecision> decisions = new LinkedHashMap<>();
        Map<AgentSecretDocument, String> values = new HashMap<>();
        for (AgentSecretDocument document : file.agentSecrets()) {
            Optional<String> sealed = document.sealedValue();
            if (sealed.isPresent()) {
                ResealDecision decision = decide(document, sealed.get());
                decisions.put(document, decision);
                if (decision instanceof ResealDecision.Replace replace) {
                    values.put(document, replace.value());
                }
            }
        }
        ManifestFile.Changed changed = file.withSealedValues(values);
        if (changed.file() != file) {
            changed.file().write();
        }
        decisions.forEach((document, decision) -> told.accept(path + ":" + document.line() + " " + document.target()
                + ": " + outcome(decision, Optional.ofNullable(changed.refused().get(document)))));
    }

    private String outcome(ResealDecision decision, Optional<ManifestException> cannotBeSet) {
        somethingIsLeft |= cannotBeSet.isPresent() || decision instanceof ResealDecision.Left;
        if (cannotBeSet.isPresent()) {
            return "left: " + cannotBeSet.get().getMessage();
        }
        if (decision instanceof ResealDecision.Replace replace) {
            return "sealed for the key " + replace.key() + " now";
        }
        if (decision instanceof ResealDecision.Left left) {
            return "left, " + left.why();
        }
        return "nothing to do" + (keys.current().isPresent() ? "" : ", as far as its status tells");
    }

    /** Whether a sealed value stayed as it is that may use an old key. */
    public boolean somethingIsLeft() {
        return somethingIsLeft;
    }

    private ResealDecision decide(AgentSecretDocument document, String sealed) throws ClusterException {
        Optional<String> name = document.name().filter(given -> given.matches(Patterns.DNS_SUBDOMAIN));
        String where = document.namespace().orElse(namespace);
        if (name.isEmpty() || !where.matches(Patterns.DNS_LABEL)) {
            return new ResealDecision.Left(
                    "it has no metadata.name, or none that can be one, to find it by in the cluster");
        }
        String path =
                "apis/" + Names.GROUP + "/" + Names.VERSION + "/namespaces/" + where + "/agentsecrets/" + name.get();
        try {
            return ResealDecision.of(
                    new ResealDecision.InFile(document.agent(), document.key(), sealed),
                    cluster.get(path, "agentsecrets").map(Resealing::inCluster),
                    keys);
        } catch (ClusterException failure) {
            if (failure.isForAll()) {
                throw failure;
            }
            return new ResealDecision.Left(failure.getMessage());
        }
    }

    private static ResealDecision.InCluster inCluster(JsonNode object) {
        return new ResealDecision.InCluster(
                text(object.at("/spec/agentRef/name")),
                text(object.at("/spec/key")),
                text(object.at("/spec/sealedValue")),
                text(object.at("/status/resealedValue")),
                object.at("/metadata/generation").asLong(0)
                        == object.at("/status/observedGeneration").asLong(-1),
                isReady(object.at("/status/conditions")));
    }

    private static boolean isReady(JsonNode conditions) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
