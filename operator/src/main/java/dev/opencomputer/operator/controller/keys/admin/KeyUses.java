/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which AgentSecrets of a cluster have a value that is sealed for which key. */
final class KeyUses {

    /** How many AgentSecrets a page of the list holds: each may have a value of 176 kB. */
    private static final long PAGE = 100L;

    private final Map<String, List<String>> users = new TreeMap<>();
    private final Map<String, List<String>> resealed = new TreeMap<>();

    private KeyUses() {}

    /** Asks for all of them, in every namespace. */
    static KeyUses of(KubernetesClient client) throws KeyAdminException {
        KeyUses uses = new KeyUses();
        String next = null;
        try {
            do {
                KubernetesResourceList<AgentSecret> page = client.resources(AgentSecret.class)
                        .inAnyNamespace()
                        .list(new ListOptionsBuilder()
                                .withLimit(PAGE)
                                .withContinue(next)
                                .build());
                page.getItems().forEach(uses::add);
                next = page.getMetadata().getContinue();
            } while (next != null && !next.isEmpty());
            return uses;
        } catch (KubernetesClientException failure) {
            throw KeyAdminException.because("list AgentSecrets in all namespaces", failure);
        }
    }

    /** The ids of all keys in use. */
    Iterable<String> ids() {
        return users.keySet();
    }

    /** The AgentSecrets whose value is sealed for a key, each as namespace/name. */
    List<String> of(String id) {
        return users.getOrDefault(id, List.of());
    }

    /** Those, and the ones for which only what stands in their status, sealed anew, is sealed for the key. */
    List<String> ofAny(String id) {
        return Stream.concat(of(id).stream(), resealed.getOrDefault(id, List.of()).stream())
                .distinct()
                .toList();
    }

    private void add(AgentSecret secret) {
        String name =
                secret.getMetadata().getNamespace() + "/" + secret.getMetadata().getName();
        add(users, secret.getSpec().getSealedValue(), name);
        if (secret.getStatus() != null) {
            // Where the key of the value itself is lost, this is all that still opens.
            add(resealed, secret.getStatus().getResealedValue(), name);
        }
    }

    private static void add(Map<String, List<String>> to, String sealedValue, String name) {
        Optional.ofNullable(sealedValue)
                .flatMap(SealedValue::keyIdOf)
                .map(SealingKeyId::value)
                .ifPresent(
                        id -> to.computeIfAbsent(id, used -> new ArrayList<>()).add(name));
    }
}
