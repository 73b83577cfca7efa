/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.leadership.NoMandateException;
import dev.opencomputer.operator.controller.reporting.ApiServerRefusals;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.seal.SealedValue;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals anew, in the object itself, what the facade made: there is no file into which somebody could carry what stands in
 * the status.
 */
public final class FacadeResealing {

    private static final Logger LOG = LoggerFactory.getLogger(FacadeResealing.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KubernetesClient client;
    private final ObjectPatches<AgentSecret> patches;
    private final Resealing resealing;

    /** What was written, or is not to be. */
    private final GivenUp doneWith;

    /**
     * Reads and writes AgentSecrets.
     *
     * @param client reads
     * @param patches writes
     * @param resealing seals
     * @param clock nanoseconds of a monotonic clock
     * @param period the time between routine checks
     */
    public FacadeResealing(
            KubernetesClient client,
            ObjectPatches<AgentSecret> patches,
            Resealing resealing,
            LongSupplier clock,
            Duration period) {
        this.client = client;
        this.patches = patches;
        this.resealing = resealing;
        this.doneWith = new GivenUp(clock, period);
    }

    /**
     * Puts the same value, sealed with the current key, into the spec of what the facade made and nobody else has written.
     * Throws a conflict when somebody changes the object at the same time. Whatever else the API server refuses, such as for a
     * policy that lets nobody else write specs, stops nothing: then the status says what could stand there.
     *
     * @param secret the object as it is known
     * @param agentUid the UID of the Agent that it names, if there is one
     * @return the object as the API server answered; empty when nothing had to be written
     */
    public Optional<AgentSecret> reseal(AgentSecret secret, Optional<String> agentUid) {
        if (secret.isMarkedForDeletion()
                || !FacadeMade.isMarked(secret, agentUid)
                || !resealing.usesOldKey(secret)
                || doneWith.has(secret)) {
            return Optional.empty();
        }
        try {
            // What may not be written takes no turn: it would come back for another one without end.
            return resealing
                    .due(secret)
                    .flatMap(value -> versionIfItMayBeWritten(secret)
                            .flatMap(version ->
                                    resealing.inTurn(secret, value).map(anew -> write(secret, version, anew))));
        } catch (KubernetesClientException refusal) {
            if (ApiServerRefusals.isConflict(refusal) || NoMandateException.isCauseOf(refusal)) {
                throw refusal;
            }
            LOG.warn("The value could not be sealed anew in the spec: {}", refusal.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Forgets an object that is gone.
     *
     * @param secret the object
     */
    public void forget(AgentSecret secret) {
        doneWith.forget(secret);
        resealing.forget(secret);
    }

    private AgentSecret write(AgentSecret secret, String version, String sealedValue) {
        doneWith.add(secret, version);
        AgentSecret written = patches.patchSpec(secret, version, "sealedValue", sealedValue);
        LOG.info("Sealed the value anew with the current key");
        try {
            return isNoNewsOf(secret, written)
                    ? patches.patchStatus(written, written.getStatus(), asBefore(written))
                    : written;
        } catch (KubernetesClientException refusal) {
            if (NoMandateException.isCauseOf(refusal)) {
                throw refusal;
            }
            // As after a kill between the two writes: the status is of the generation before, and another look brings
            // it.
            LOG.debug("The status was not taken: {}", refusal.getMessage());
            return written;
        }
    }

    /** Whether the status speaks of the object as it was known, and nobody has changed it since but we. */
    private static boolean isNoNewsOf(AgentSecret secret, AgentSecret written) {
        long generation = secret.getMetadata().getGeneration();
        AgentSecretStatus status = written.getStatus();
        return status != null
                && status.getConditions() != null
                && Optional.of(generation).equals(Optional.ofNullable(status.getObservedGeneration()))
                && written.getMetadata().getGeneration() == generation + 1;
    }

    /**
     * The status of the generation before, said of this one: the value is the same. So nothing has to be looked up at
     * OpenComputer for it, and whoever waits for the object does not notice.
     */
    private static AgentSecretStatus asBefore(AgentSecret written) {
        AgentSecretStatus status = MAPPER.convertValue(written.getStatus(), AgentSecretStatus.class);
        long generation = written.getMetadata().getGeneration();
        status.setObservedGeneration(generation);
        status.getConditions().forEach(condition -> condition.setObservedGeneration(generation));
        SealedValue.keyIdOf(written.getSpec().getSealedValue()).ifPresent(key -> status.setSealingKeyId(key.value()));
        status.setResealedValue(null);
        status.setResealedFrom(null);
        return status;
    }

    /**
     * The version of the object as it is now, if it still holds the value that is known, and nobody but facade and operator
     * has written it. The cache does not keep who wrote what, so the object is read, and as a list of one: for that the
     * operator has the right. Once for a version that may not be written, and at most twice for another.
     */
    private Optional<String> versionIfItMayBeWritten(AgentSecret secret) {
        String list = client.raw("/apis/" + Names.GROUP + "/" + Names.VERSION + "/namespaces/"
                + secret.getMetadata().getNamespace() + "/agentsecrets?fieldSelector=metadata.name%3D"
                + secret.getMetadata().getName());
        JsonNode now = read(list).path("items").path(0);
        boolean same = now.path("metadata")
                        .path("uid")
                        .asText()
                        .equals(secret.getMetadata().getUid())
                && now.path("spec")
                        .path("sealedValue")
                        .asText()
                        .equals(secret.getSpec().getSealedValue());
        if (!same) {
            return Optional.empty();
        }
        String version = now.path("metadata").path("resourceVersion").asText();
        if (FacadeMade.isNobodyElses(now)) {
            return Optional.of(version);
        }
        doneWith.add(secret, version);
        return Optional.empty();
    }

    private static JsonNode read(String json) {
        try {
            return json == null ? MAPPER.missingNode() : MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            // Without the cause on purpose: it may hold a part of what was read.
            throw new IllegalStateException("the API server answered with something that is not JSON");
        }
    }
}
