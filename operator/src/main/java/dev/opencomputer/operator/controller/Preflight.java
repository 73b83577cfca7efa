/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.api.Agent;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.net.HttpURLConnection;

/** Asks before the watches begin what they would only answer with a stack trace. */
final class Preflight {

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
}
