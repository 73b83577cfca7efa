/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.function.Supplier;

/** What is tried again before the caller hears of it. */
public final class Retries {

    private static final int TOO_MANY_REQUESTS = 429;

    /** The operator alone writes an object several times within a second after a change. */
    private static final FailsafeExecutor<Object> WHEN_SOMEBODY_WAS_FASTER = Failsafe.with(RetryPolicy.builder()
            .handleIf(trouble -> isOf(HttpURLConnection.HTTP_CONFLICT, trouble))
            .withMaxRetries(9)
            // Many that come at once and try again in step would meet each other again.
            .withBackoff(Duration.ofMillis(10), Duration.ofMillis(400))
            .withJitter(0.5)
            .build());

    /** Where the API server does not say how long. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Whoever is to come back later than after this is told so, and waits himself. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** The API server says so before it does anything, for a moment also when it has just learnt a new kind. */
    private static final FailsafeExecutor<Object> WHEN_BUSY = Failsafe.with(RetryPolicy.builder()
            .handleIf(trouble ->
                    isOf(TOO_MANY_REQUESTS, trouble) && pause(trouble).compareTo(LONGEST_PAUSE) <= 0)
            .withMaxRetries(3)
            .withDelayFn(context -> pause(context.getLastException()))
            .withMaxDuration(CallLimits.REQUEST)
            .build());

    private Retries() {}

    /** Reads and writes anew when the object was changed, made or removed in between. */
    public static <R> R whenSomebodyWasFaster(Supplier<R> readAndWrite) {
        return WHEN_SOMEBODY_WAS_FASTER.get(readAndWrite::get);
    }

    /** The same for a request that belongs to no call, or has its time to itself. */
    public static <R> R whenBusy(Supplier<R> request) {
        return whenBusy(request, CallLimits.ofRequestsOnly());
    }

    /**
     * Asks again when the API server has no time, for as long as the call may take.
     *
     * @throws KubernetesClientException without a code when the call has had its time
     */
    static <R> R whenBusy(Supplier<R> request, CallLimits limits) {
        if (limits.areOver()) {
            throw new KubernetesClientException("The call has taken too long already");
        }
        return WHEN_BUSY.get(request::get);
    }

    private static Duration pause(Throwable busy) {
        return ApiServerRefusals.retryAfter((KubernetesClientException) busy).orElse(PAUSE);
    }

    private static boolean isOf(int code, Throwable trouble) {
        return trouble instanceof KubernetesClientException refused && refused.getCode() == code;
    }
}
