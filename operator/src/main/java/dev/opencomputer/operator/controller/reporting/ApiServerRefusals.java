/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what the API server refused from what went wrong in the operator; the SDK's metrics wrap what is thrown. */
public final class ApiServerRefusals {

    /** Long enough for the watch to bring the change that was in the way. */
    public static final Duration CONFLICT_DELAY = Duration.ofMillis(200);

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

    private static Optional<KubernetesClientException> refusal(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(KubernetesClientException.class::isInstance)
                .map(KubernetesClientException.class::cast)
                .findFirst();
    }
}
