/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks before the watches begin what they would only answer with a stack trace. */
final class Preflight {

    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

    private static final ListOptions ONE =
            new ListOptionsBuilder().withLimit(1L).build();

    private static final String ALL = "all namespaces";

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
     * Asks for the right to list Agents and AgentSecrets, in one namespace for all of them: the right is the cluster's.
     *
     * @param client reads objects
     * @param namespaces what is to be watched; empty for all
     * @throws CannotStartException when one of the kinds may not be listed
     */
    static void ownKinds(KubernetesClient client, Set<String> namespaces) {
        ownKind("Agents", client.resources(Agent.class), namespaces);
        ownKind("AgentSecrets", client.resources(AgentSecret.class), namespaces);
    }

    private static <T extends HasMetadata, L extends KubernetesResourceList<T>> void ownKind(
            String kinds, MixedOperation<T, L, Resource<T>> objects, Set<String> namespaces) {
        Optional<String> first = namespaces.stream().sorted().findFirst();
        Listable<?> there = first.<Listable<?>>map(objects::inNamespace).orElseGet(objects::inAnyNamespace);
        if (!mayList(there)) {
            throw forbidden(kinds, first.orElse(ALL));
        }
    }

    /**
     * Tells in which namespaces Secrets may be listed. In one that is gone, or going, the right to it went first, and that must
     * stop neither the others nor what is still to be deleted there, for which no Secret has to be listed.
     *
     * @param client reads namespaces
     * @param metadataClient reads Secrets without their data
     * @param namespaces what is to be watched; empty for all
     * @return those where they may; absent when that is everywhere
     * @throws CannotStartException when they may be listed nowhere, and that is no namespace's end
     */
    static Optional<Set<String>> withSecrets(
            KubernetesClient client, KubernetesClient metadataClient, Set<String> namespaces) {
        if (namespaces.isEmpty()) {
            if (!mayList(metadataClient.secrets().inAnyNamespace())) {
                throw forbidden("Secrets", ALL);
            }
            return Optional.empty();
        }
        Set<String> refused = new TreeSet<>(namespaces);
        refused.removeIf(namespace -> mayList(metadataClient.secrets().inNamespace(namespace)));
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        String where = String.join(", ", refused);
        if (refused.size() == namespaces.size()
                && refused.stream().noneMatch(namespace -> isLeaving(client, namespace))) {
            throw forbidden("Secrets", where);
        }
        LOG.warn(
                "The API server forbids to list Secrets in {}. They are not followed there before the next start; the operator"
                        + " goes on with the rest. Where a namespace is gone for good, take it out of --namespaces; else give"
                        + " the right to list and watch them, and restart the operator.",
                where);
        return Optional.of(namespaces.stream()
                .filter(namespace -> !refused.contains(namespace))
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static CannotStartException forbidden(String kinds, String where) {
        return new CannotStartException(
                "The operator could not start watching " + kinds + " in " + where
                        + ": the API server forbids to list them. Check its rights in the namespaces that it watches.",
                null);
    }

    private static boolean isLeaving(KubernetesClient client, String name) {
        try {
            Namespace namespace = client.namespaces().withName(name).get();
            return namespace == null || namespace.isMarkedForDeletion();
        } catch (KubernetesClientException unknown) {
            return false;
        }
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
