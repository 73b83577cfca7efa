/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells what the API server refused from what went wrong in the operator; the SDK's metrics wrap what is thrown. */
public final class ApiServerRefusals {

    /** Long enough for the watch to bring the change that was in the way. */
    public static final Duration CONFLICT_DELAY = Duration.ofMillis(200);

    private static final Set<Integer> OF_CONTENT = Set.of(400, 403, 413, 422, 500);

    private ApiServerRefusals() {}

    /**
     * Whether the API server refused a call, or did not answer it.
     *
     * @param failure what a reconcile threw
     * @return true when it is not the operator's own failure
     */
    public static boolean isRefusal(Throwable failure) {
        return refusal(failure).isPresent();
    }

    /**
     * Whether somebody else changed the object meanwhile.
     *
     * @param failure what a reconcile threw
     * @return true on a conflict
     */
    public static boolean isConflict(Throwable failure) {
        return refusal(failure)
                .filter(refused -> refused.getCode() == HttpURLConnection.HTTP_CONFLICT)
                .isPresent();
    }

    /**
     * Whether the API server looked at what was to be written and did not take it, such as for its size or for a policy. An
     * object too large for etcd is one of its own errors.
     *
     * @param refusal the refusal of a write
     * @return true where less may be taken
     */
    public static boolean isOfContent(KubernetesClientException refusal) {
        return OF_CONTENT.contains(refusal.getCode());
    }

    private static Optional<KubernetesClientException> refusal(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(KubernetesClientException.class::isInstance)
                .map(KubernetesClientException.class::cast)
                .findFirst();
    }
}
