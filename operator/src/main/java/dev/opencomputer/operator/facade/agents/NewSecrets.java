/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.facade.body.AgentFields;
import dev.opencomputer.operator.facade.body.Place;
import dev.opencomputer.operator.facade.body.SecretInput;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.facade.sealing.Sealing;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys that come together with a new agent. */
final class NewSecrets {

    /** Stands for an Agent that is not there yet when the API server checks what would belong to it. */
    private static final String NO_UID = "00000000-0000-0000-0000-000000000000";

    private static final Place SECRETS = Place.BODY.field(AgentFields.SECRETS);

    /** Each is several requests to the API server, for which the caller waits. */
    private static final int MOST_KEYS = 1000;

    private final ResourceAccess<AgentSecret> secrets;
    private final SecretLookup lookup;
    private final Sealing sealing;

    NewSecrets(CallerAccess access, Sealing sealing) {
        this.secrets = access.secrets();
        this.lookup = new SecretLookup(access.secrets());
        this.sealing = sealing;
    }

    /** Values by key; never shown. */
    static final class Values {
        private final Map<String, byte[]> byKey = new LinkedHashMap<>();

        boolean isEmpty() {
            return byKey.isEmpty();
        }
    }

    /** Sealed values by key, and what the API server has said yes to. */
    static final class Prepared {
        private final Map<String, String> byKey = new LinkedHashMap<>();
        private final String acceptedAt = SecretObjects.now();
    }

    /** Takes keys and values out of a POST's body as it came: a null among the values is refused as in a PUT. */
    static Values values(ObjectNode body) {
        int number = body.path(AgentFields.SECRETS).size();
        if (number > MOST_KEYS) {
            throw SECRETS.refusal("has " + number + " keys, and " + MOST_KEYS
                    + " is the most in one request; put the others one by one");
        }
        Values values = new Values();
        body.path(AgentFields.SECRETS)
                .properties()
                .forEach(entry -> values.byKey.put(
                        SecretInput.key(SECRETS.field(entry.getKey()), entry.getKey()),
                        SecretInput.value(
                                SECRETS.field(entry.getKey()),
                                Optional.ofNullable(entry.getValue().textValue())
                                        .orElse(""))));
        return values;
    }

    /** Seals the values and has the API server check the objects, which are not written yet. */
    Prepared prepare(String agentName, Values values) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withName(agentName)
                .withNamespace(secrets.namespace())
                .withUid(NO_UID)
                .build());
        Prepared prepared = new Prepared();
        Set<String> present = lookup.keys(agent);
        Sealing sealer = sealing.together();
        values.byKey.forEach((key, value) -> {
            if (present.contains(key)) {
                lookup.requireFree(agent, key);
            }
            prepared.byKey.put(key, sealer.seal(secrets.namespace(), agentName, key, value));
        });
        prepared.byKey.forEach((key, sealedValue) ->
                check(agent, SecretObjects.of(agent, key, sealedValue, List.of(), prepared.acceptedAt)));
        return prepared;
    }

    private void check(Agent agent, AgentSecret secret) {
        try {
            secrets.check(secret);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            // Something has its name: what is being deleted is waited for.
            lookup.requireFree(agent, secret.getSpec().getKey());
            secrets.check(secret);
        }
    }

    /** Writes them. */
    List<AgentSecret> create(Agent agent, Prepared prepared) {
        List<AgentSecret> created = new ArrayList<>();
        prepared.byKey.forEach((key, sealedValue) ->
                created.add(secrets.create(SecretObjects.of(agent, key, sealedValue, List.of(), prepared.acceptedAt))));
        return created;
    }

    /** Waits for the operator's word on each; false when that could not be. */
    boolean await(List<AgentSecret> created, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        return created.stream()
                .allMatch(secret -> secrets.awaitAsAsked(
                                secret, SecretView.reportOn(secret), Duration.ofNanos(end - System.nanoTime()))
                        .isWatched());
    }
}
