/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** The operator's own keys cannot be had or kept; the message says what was tried, what came back, and what to do. */
public final class KeysUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What the API server says of all that it forbids; what stands in front of it may forbid things too. */
    private static final String FORBIDDEN = "forbidden: ";

    /** What it says of those who may not, and of nothing else. */
    private static final String NO_RIGHT = "\" cannot ";

    KeysUnavailableException(String message) {
        super(message);
    }

    private KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Puts into words what the API server answered.
     *
     * @param attempt what was tried, such as "create the Secret team-a/x"
     * @param namespace the operator's namespace
     */
    static KeysUnavailableException because(String attempt, String namespace, KubernetesClientException failure) {
        String tried = "The operator could not " + attempt + ": ";
        if (missing(namespace, failure)) {
            return new KeysUnavailableException(
                    tried + "there is no namespace " + namespace + ". Create it (kubectl create namespace " + namespace
                            + "), or name the operator's own with --operator-namespace.",
                    failure);
        }
        if (failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
            return new KeysUnavailableException(
                    tried + "the API server forbids it. " + whatHelps(words(failure), namespace) + " The answer was: "
                            + words(failure),
                    failure);
        }
        if (failure.getCode() > 0) {
            return new KeysUnavailableException(
                    tried + "the API server answered " + failure.getCode() + ", " + words(failure), failure);
        }
        return new KeysUnavailableException(
                tried + "the API server did not answer. Check the network between.", failure);
    }

    private static String whatHelps(String answer, String namespace) {
        String rights =
                "In its own namespace, " + namespace + ", the operator needs get, list, watch and create on secrets,"
                        + " and get, list, watch, create and update on configmaps.";
        if (answer.contains(NO_RIGHT)) {
            return rights;
        }
        return answer.contains(FORBIDDEN)
                ? "It is no right that is missing: see to it that no quota and no admission policy is in the way."
                : rights
                        + " Where it has these, see to it that no proxy, no quota and no admission policy is in the way.";
    }

    private static boolean missing(String namespace, KubernetesClientException failure) {
        return failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                && failure.getStatus() != null
                && failure.getStatus().getDetails() != null
                && "namespaces".equals(failure.getStatus().getDetails().getKind())
                && namespace.equals(failure.getStatus().getDetails().getName());
    }

    /** The API server's own sentence; the client's begins with the request, which may be a Secret. */
    public static String words(KubernetesClientException failure) {
        return failure.getStatus() == null || failure.getStatus().getMessage() == null
                ? "without a word"
                : failure.getStatus().getMessage();
    }
}
