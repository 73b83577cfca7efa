/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.body.Place;
import dev.opencomputer.operator.facade.body.SecretInput;
import dev.opencomputer.operator.facade.headers.Preconditions;
import dev.opencomputer.operator.facade.kubernetes.Awaited;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.facade.kubernetes.Retries;
import dev.opencomputer.operator.facade.sealing.Sealing;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sets and removes the keys of an agent. */
public final class SecretChanges {

    private final ResourceAccess<AgentSecret> secrets;
    private final AgentLookup agents;
    private final SecretLookup lookup;
    private final Sealing sealing;

    /** Works with one caller's rights. */
    public SecretChanges(CallerAccess access, Sealing sealing) {
        this.secrets = access.secrets();
        this.agents = new AgentLookup(access.agents());
        this.lookup = new SecretLookup(access.secrets());
        this.sealing = sealing;
    }

    /**
     * Sets a key; a key that is there gets the new value, and exactly the hosts that are given.
     *
     * @param id the agent's id
     * @param key the key as it stood in the path
     * @param body a PUT's body
     * @param conditions whether the caller means a key that is there, or one that is not
     * @param wait how long to wait for the operator's word on this value; absent for not at all
     */
    public Awaited<AgentSecret> put(
            String id, String key, ObjectNode body, Preconditions conditions, Optional<Duration> wait) {
        SecretInput.key(key);
        byte[] value = SecretInput.value(
                Place.BODY.field("value"),
                Optional.ofNullable(body.path("value").textValue()).orElse(""));
        List<String> hosts = new ArrayList<>();
        body.path("allowed_hosts").forEach(host -> hosts.add(host.textValue()));
        AgentSecret written = Retries.whenSomebodyWasFaster(() -> {
            Agent agent = agents.get(id);
            Optional<AgentSecret> present = lookup.findWritable(agent, key);
            String sealedValue =
                    sealing.seal(secrets.namespace(), agent.getMetadata().getName(), key, value);
            AgentSecret wanted = SecretObjects.of(agent, key, sealedValue, hosts, SecretObjects.now());
            try {
                return written(present, wanted, conditions);
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || present.isPresent()) {
                    throw e;
                }
                // Something has the name for the object: what is being deleted is waited for.
                return written(lookup.requireFree(agent, key), wanted, conditions);
            }
        });
        return wait.map(limit -> secrets.awaitAsAsked(written, SecretView.reportOn(written), limit))
                .orElseGet(() -> new Awaited<>(Awaited.End.NOT_WATCHED, written));
    }

    private AgentSecret written(Optional<AgentSecret> present, AgentSecret wanted, Preconditions conditions) {
        conditions.requireOfUntagged(present.isPresent());
        return present.isPresent() ? secrets.patch(present.get(), change(wanted)) : secrets.create(wanted);
    }

    /**
     * Removes a key; from then on it is unknown, although the operator may need time.
     *
     * @param conditions whether the caller means a key that is there
     * @param wait how long to wait until the operator has done its part; absent for not at all
     * @return gone, or still on its way
     */
    public Awaited<AgentSecret> delete(String id, String key, Preconditions conditions, Optional<Duration> wait) {
        Agent agent = agents.get(id);
        AgentSecret present = lookup.findWritable(agent, SecretInput.key(key)).orElseThrow(SecretChanges::unknown);
        conditions.requireOfUntagged(true);
        return switch (secrets.delete(present)) {
            case ABSENT -> throw unknown();
            case GONE -> new Awaited<>(Awaited.End.GONE, present);
            case LEAVING ->
                wait.map(limit -> secrets.awaitAsAsked(present, leaving -> false, limit))
                        .orElseGet(() -> new Awaited<>(Awaited.End.NOT_WATCHED, present));
        };
    }

    private static ObjectNode change(AgentSecret wanted) {
        ObjectNode patch = Json.MAPPER.createObjectNode();
        patch.withObject("/metadata/annotations")
                .put(Annotations.ACCEPTED_AT, SecretObjects.acceptedAt(wanted).orElseThrow());
        JsonNode hosts = Json.MAPPER.valueToTree(wanted.getSpec().getAllowedHosts());
        patch.withObject("/spec")
                // Only one that others made has such a source, and they let this API write it.
                .putNull("valueFrom")
                .put("sealedValue", wanted.getSpec().getSealedValue())
                .set("allowedHosts", hosts);
        return patch;
    }

    private static Refusal unknown() {
        return Refusal.notFound("secret not found");
    }
}
