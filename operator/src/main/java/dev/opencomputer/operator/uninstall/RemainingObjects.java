/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.uninstall;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.DeletionPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How many custom resources there are.
 *
 * @param agents the Agents
 * @param secrets the AgentSecrets
 * @param inDeletion how many of all these are being deleted, and wait for the operator
 * @param byNamespace how many of all these each namespace has
 */
record RemainingObjects(Count agents, Count secrets, int inDeletion, Map<String, Integer> byNamespace) {

    /** How many objects are asked for at once: an Agent may be large, and only its number is kept. */
    private static final long PAGE = 100L;

    /**
     * How many objects of a kind there are.
     *
     * @param delete those whose deletion removes what is at OpenComputer
     * @param retain those whose deletion leaves it
     */
    record Count(int delete, int retain) {

        int all() {
            return delete + retain;
        }
    }

    /**
     * Counts them.
     *
     * @param client may list both kinds
     * @param namespaces where to look; empty for everywhere
     * @throws KubernetesClientException when the API server does not let itself be asked
     */
    static RemainingObjects count(KubernetesClient client, Set<String> namespaces) {
        Tally tally = new Tally();
        Count agents = tally.count(
                client, Agent.class, namespaces, agent -> agent.getSpec().getDeletionPolicy());
        Count secrets = tally.count(
                client,
                AgentSecret.class,
                namespaces,
                secret -> secret.getSpec().getDeletionPolicy());
        return new RemainingObjects(agents, secrets, tally.inDeletion, tally.byNamespace);
    }

    int all() {
        return agents.all() + secrets.all();
    }

    private static final class Tally {

        private final Map<String, Integer> byNamespace = new TreeMap<>();
        private int inDeletion;

        private <T extends CustomResource<?, ?>> Count count(
                KubernetesClient client, Class<T> kind, Set<String> namespaces, Function<T, DeletionPolicy> policy) {
            int[] retained = new int[1];
            int[] deleted = new int[1];
            Consumer<T> add = object -> {
                boolean retains = object.getSpec() != null && policy.apply(object) == DeletionPolicy.RETAIN;
                (retains ? retained : deleted)[0]++;
                add(object);
            };
            if (namespaces.isEmpty()) {
                eachPage(options -> client.resources(kind).inAnyNamespace().list(options), add);
            } else {
                for (String namespace : namespaces) {
                    eachPage(
                            options -> client.resources(kind)
                                    .inNamespace(namespace)
                                    .list(options),
                            add);
                }
            }
            return new Count(deleted[0], retained[0]);
        }

        private void add(HasMetadata object) {
            byNamespace.merge(object.getMetadata().getNamespace(), 1, Integer::sum);
            if (object.isMarkedForDeletion()) {
                inDeletion++;
            }
        }

        private static <T extends HasMetadata> void eachPage(
                Function<ListOptions, KubernetesResourceList<T>> list, Consumer<T> add) {
            String next = null;
            do {
                KubernetesResourceList<T> page;
                try {
                    page = list.apply(new ListOptionsBuilder()
                            .withLimit(PAGE)
                            .withContinue(next)
                            .build());
                } catch (KubernetesClientException e) {
                    if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                        // Without the CRD there is no object of the kind.
                        return;
                    }
                    throw e;
                }
                page.getItems().forEach(add);
                next = page.getMetadata().getContinue();
            } while (next != null && !next.isEmpty());
        }
    }
}
