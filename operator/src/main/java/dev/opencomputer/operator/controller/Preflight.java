/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.api.Agent;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** Asks before the watches begin what they would only answer with a stack trace. */
final class Preflight {

    private Preflight() {}

    static void check(KubernetesClient client) {
        String version = Agent.class.getAnnotation(Group.class).value() + "/"
                + Agent.class.getAnnotation(Version.class).value();
        APIResourceList served;
        try {
            served = client.getApiResources(version);
        } catch (KubernetesClientException e) {
            if (e.getCode() > 0 && e.getCode() != 404) {
                throw new CannotStartException(
                        "The API server at " + client.getMasterUrl() + " answered " + e.getCode()
                                + ". Check the kubeconfig's credentials.",
                        e);
            }
            if (e.getCode() <= 0) {
                throw new CannotStartException(
                        "The API server at " + client.getMasterUrl()
                                + " cannot be reached. Name a cluster with --kubeconfig or --context, and check the"
                                + " network between.",
                        e);
            }
            served = null;
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
}
