/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.controller.reporting.ApiServerRefusals;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Carries out what is to be done to the AgentSecrets of an Agent's {@code secretsFrom}. */
final class ChildWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ChildWriter.class);

    private final KubernetesClient client;
    private final ObjectPatches<AgentSecret> patches;

    ChildWriter(KubernetesClient client) {
        this.client = client;
        this.patches = new ObjectPatches<>(client, AgentSecret.class);
    }

    /**
     * Carries steps out, each whatever becomes of the others.
     *
     * @return whether the API server took all of them as they are
     * @throws KubernetesClientException when it says nothing of a step, but of the moment
     */
    boolean carryOut(List<Step> steps, ChildMemory memory) {
        boolean taken = true;
        for (Step step : steps) {
            Optional<String> objection = carryOut(step, memory);
            if (objection.isPresent()) {
                // One line for all: what is in the way of one mostly is in the way of each.
                LOG.atLevel(taken ? Level.WARN : Level.DEBUG)
                        .log(
                                "A change of the AgentSecret {} did not come to what it should: {}",
                                step.child().getMetadata().getName(),
                                objection.get());
                memory.refused(step);
                taken = false;
            } else {
                memory.taken(step);
            }
        }
        return taken;
    }

    /** What the API server has against a step, or did to it; empty when all is well. */
    private Optional<String> carryOut(Step step, ChildMemory memory) {
        try {
            if (step instanceof Step.Create create) {
                return kept(client.resource(create.child()).create(), create.child(), memory);
            }
            if (step instanceof Step.Replace replace) {
                return replace(replace, memory);
            }
            if (!memory.isDeleted(step.child())) {
                delete(step.child());
                memory.deleted(step.child());
            }
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (isOutdated(step, e)) {
                return Optional.empty();
            }
            if (!ApiServerRefusals.isOfContent(e) && !ApiServerRefusals.isConflict(e)) {
                throw e;
            }
            return Optional.of(e.getMessage());
        }
    }

    private Optional<String> replace(Step.Replace replace, ChildMemory memory) {
        if (memory.wasPutBack(replace.wanted())) {
            return Optional.of("somebody changed it again after the operator had put it back");
        }
        Optional<String> objection =
                kept(patches.replaceSpec(replace.child(), replace.wanted().getSpec()), replace.wanted(), memory);
        memory.brought(replace.wanted());
        return objection;
    }

    /** Something in the API server may change what it takes, at each write anew. */
    private static Optional<String> kept(AgentSecret answer, AgentSecret wanted, ChildMemory memory) {
        memory.wrote(answer);
        return Children.says(answer, wanted.getSpec())
                ? Optional.empty()
                : Optional.of("the API server took it, and made something else of it, as an admission webhook does");
    }

    /** Only as it was looked at: another one may have its name by now, or somebody else its key. */
    private void delete(AgentSecret child) {
        client.resource(child)
                .lockResourceVersion(child.getMetadata().getResourceVersion())
                .delete();
    }

    /** Whether the object is gone or another one by now, of which the watch tells, so that it is looked at again. */
    private static boolean isOutdated(Step step, KubernetesClientException refusal) {
        return (step instanceof Step.Delete && ApiServerRefusals.isConflict(refusal))
                || (step instanceof Step.Replace && refusal.getCode() == HttpURLConnection.HTTP_NOT_FOUND);
    }
}
