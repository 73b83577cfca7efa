/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what is to be done to the AgentSecrets of an Agent's {@code secretsFrom}. */
final class ChildWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ChildWriter.class);

    /** What the API server says of the object and not of the moment: the others are done all the same. */
    private static final Set<Integer> REFUSALS = Set.of(
            HttpURLConnection.HTTP_BAD_REQUEST,
            HttpURLConnection.HTTP_FORBIDDEN,
            HttpURLConnection.HTTP_CONFLICT,
            HttpURLConnection.HTTP_ENTITY_TOO_LARGE,
            422);

    private final KubernetesClient client;
    private final ObjectPatches<AgentSecret> patches;

    ChildWriter(KubernetesClient client) {
        this.client = client;
        this.patches = new ObjectPatches<>(client, AgentSecret.class);
    }

    /**
     * Carries out one step.
     *
     * @return whether the API server took it
     */
    boolean carryOut(Step step, ChildMemory memory) {
        try {
            if (step instanceof Step.Create create) {
                memory.wrote(client.resource(create.child()).create());
            } else if (step instanceof Step.Replace replace) {
                memory.wrote(
                        patches.replaceSpec(replace.child(), replace.wanted().getSpec()));
            } else if (!memory.isDeleted(step.child())) {
                client.resource(step.child()).delete();
                memory.deleted(step.child());
            }
            return true;
        } catch (KubernetesClientException e) {
            if (!REFUSALS.contains(e.getCode())) {
                throw e;
            }
            LOG.warn(
                    "The API server refuses a change of the AgentSecret {}: {}",
                    step.child().getMetadata().getName(),
                    e.getMessage());
            memory.refused(step.child());
            return false;
        }
    }
}
