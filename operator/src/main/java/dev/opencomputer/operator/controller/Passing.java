/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.controller.leadership.NoMandateException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Tells failures that pass by themselves from those that somebody has to do something about. */
final class Passing {

    private static final int TOO_MANY_REQUESTS = 429;

    private Passing() {}

    /** Whether the API server did not answer or is in trouble, or this replica may not write any more. */
    static boolean is(Throwable failure) {
        if (NoMandateException.isCauseOf(failure)) {
            return true;
        }
        List<Integer> codes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(KubernetesClientException.class::isInstance)
                .map(refusal -> ((KubernetesClientException) refusal).getCode())
                .toList();
        // Without an answer there is no code.
        int code = codes.stream().filter(answer -> answer > 0).findFirst().orElse(0);
        return !codes.isEmpty()
                && (code == 0 || code == TOO_MANY_REQUESTS || code >= HttpURLConnection.HTTP_INTERNAL_ERROR);
    }
}
