/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks before the watches begin what they would only answer with a stack trace. */
final class Preflight {

    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

    private static final ListOptions ONE =
            new ListOptionsBuilder().withLimit(1L).build();

    private Preflight() {}

    static void check(KubernetesClient client) {
        String version = Agent.class.getAnnotation(Group.class).value() + "/"
                + Agent.class.getAnnotation(Version.class).value();
        APIResourceList served = null;
        try {
            served = client.getApiResources(version);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw new CannotStartException(
                        "The API server at " + client.getMasterUrl()
                                + (e.getCode() > 0
                                        ? " answered " + e.getCode() + ". Check the kubeconfig's credentials."
                                        : " cannot be reached. Name a cluster with --kubeconfig or --context, and"
                                                + " check the network between."),
                        e);
            }
        }
        if (served == null
                || served.getResources().stream()
                        .noneMatch(resource -> resource.getKind().equals("Agent"))) {
            throw new CannotStartException(
                    "The cluster does not know " + version + " Agents. Install the CRDs first:"
                            + " opencomputer-operator crds | kubectl apply --server-side -f -",
                    null);
        }
    }

    /**
     * Tells which of the kinds may not be listed in which of the namespaces, where the others still may. An informer
     * without its right tries on by itself until it has it, which nobody would wait for who has none at all.
     *
     * @param client reads objects
     * @param metadataClient reads objects without their data
     * @param namespaces what is to be watched; empty for all
     * @throws CannotStartException when one of the kinds may be listed nowhere
     */
    static List<String> refused(KubernetesClient client, KubernetesClient metadataClient, Set<String> namespaces) {
        List<String> refused = new ArrayList<>(refused("Agents", client.resources(Agent.class), namespaces));
        refused.addAll(refused("AgentSecrets", client.resources(AgentSecret.class), namespaces));
        refused.addAll(refused("Secrets", metadataClient.secrets(), namespaces));
        if (!refused.isEmpty()) {
            LOG.warn(
                    "The API server forbids to list {}. What needs them waits; the operator goes on with the rest. Where a"
                            + " namespace is gone for good, take it out of --namespaces; else give the right to list and"
                            + " watch them.",
                    String.join(", ", refused));
        }
        return refused;
    }

    private static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<String> refused(
            String kind, MixedOperation<T, L, Resource<T>> objects, Set<String> namespaces) {
        List<String> refused = new ArrayList<>();
        if (namespaces.isEmpty() && !mayList(objects.inAnyNamespace())) {
            refused.add(kind + " in all namespaces");
        }
        for (String namespace : new TreeSet<>(namespaces)) {
            if (!mayList(objects.inNamespace(namespace))) {
                refused.add(kind + " in " + namespace);
            }
        }
        if (refused.size() == Math.max(1, namespaces.size())) {
            throw new CannotStartException(
                    "The operator could not start watching " + String.join(", ", refused)
                            + ": the API server forbids to list them. Check its rights in the namespaces that it watches.",
                    null);
        }
        return refused;
    }

    private static boolean mayList(Listable<?> objects) {
        try {
            Object unused = objects.list(ONE);
            return true;
        } catch (KubernetesClientException refusal) {
            if (refusal.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return false;
            }
            throw new CannotStartException(
                    "The operator could not list what it watches: the API server "
                            + (refusal.getCode() > 0 ? "answered " + refusal.getCode() : "did not answer") + ".",
                    refusal);
        }
    }
}
