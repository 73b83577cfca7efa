/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.controller.reporting.ApiServerRefusals;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the statuses of AgentSecrets. A value that was sealed anew makes one large, and is the first thing to be given up: a
 * status that is not taken does not tell what was put either, and the value would be put again without end.
 */
public final class ResealedStatuses {

    private static final Logger LOG = LoggerFactory.getLogger(ResealedStatuses.class);

    private final ObjectPatches<AgentSecret> patches;
    private final Resealing resealing;

    /**
     * Writes statuses.
     *
     * @param patches writes
     * @param resealing has put into the statuses what is given up
     */
    public ResealedStatuses(ObjectPatches<AgentSecret> patches, Resealing resealing) {
        this.patches = patches;
        this.resealing = resealing;
    }

    /**
     * Brings the status to a wanted one; where the API server does not take that, to the same without what was sealed anew.
     *
     * @param secret the object as it is known
     * @param wanted the wanted status, of which nothing else is ever left out
     * @return the object as the API server answered
     */
    public AgentSecret write(AgentSecret secret, AgentSecretStatus wanted) {
        try {
            return patches.patchStatus(secret, secret.getStatus(), wanted);
        } catch (KubernetesClientException refusal) {
            if (!ApiServerRefusals.isOfContent(refusal) || !bringsAnother(secret.getStatus(), wanted)) {
                throw refusal;
            }
            LOG.warn(
                    "The API server does not take the value that was sealed anew into the status: it answers {}."
                            + " The status is written without; it is tried again when the object has changed, or after six routine"
                            + " checks",
                    refusal.getCode());
            resealing.giveUp(secret, wanted);
            AgentSecret written = patches.patchStatus(secret, secret.getStatus(), wanted);
            resealing.wasRefused(written);
            return written;
        }
    }

    private static boolean bringsAnother(AgentSecretStatus present, AgentSecretStatus wanted) {
        return wanted.getResealedValue() != null
                && (present == null || !Objects.equals(present.getResealedValue(), wanted.getResealedValue()));
    }
}
