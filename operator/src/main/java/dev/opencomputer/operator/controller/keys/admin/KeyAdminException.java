/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import dev.opencomputer.operator.controller.keys.KeysUnavailableException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Something cannot be done with the sealing keys; the message says what, why, and what to do. */
public final class KeyAdminException extends Exception {

    private static final long serialVersionUID = 1L;

    KeyAdminException(String message) {
        super(message);
    }

    /** The same of what the operator would say: a word about its rights is no help to a person. */
    static KeyAdminException because(String attempt, KeysUnavailableException failure) {
        return failure.getCause() instanceof KubernetesClientException refusal
                ? because(attempt, refusal)
                : new KeyAdminException(failure.getMessage());
    }

    /**
     * Puts into words what the API server answered.
     *
     * @param attempt what was tried, such as "list AgentSecrets"
     */
    static KeyAdminException because(String attempt, KubernetesClientException failure) {
        String tried = "Could not " + attempt + ": ";
        String answered = tried + "the API server answered " + failure.getCode() + ", "
                + KeysUnavailableException.words(failure) + ".";
        return new KeyAdminException(
                switch (failure.getCode()) {
                    case HttpURLConnection.HTTP_UNAUTHORIZED ->
                        tried + "the cluster does not take the kubeconfig's credentials (401).";
                    case HttpURLConnection.HTTP_FORBIDDEN ->
                        answered
                                + " docs/sealing.md says which rights it takes; where this user has them, a quota or an"
                                + " admission policy is in the way.";
                    case HttpURLConnection.HTTP_NOT_FOUND ->
                        answered
                                + " Where the namespace is missing, create it (kubectl create namespace), or name the operator's"
                                + " own with --operator-namespace; where the CRDs are, apply them (opencomputer-operator crds).";
                    default ->
                        failure.getCode() > 0
                                ? answered
                                : tried + "the API server did not answer. Name another cluster with --kubeconfig or"
                                        + " --context.";
                });
    }
}
