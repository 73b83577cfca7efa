/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallLimitsTest {

    private final AtomicLong clock = new AtomicLong();
    private final CallLimits limits = CallLimits.starting(new CompletableFuture<>(), clock::get);

    @Test
    void letRequestsBeginUntilTheTimeIsOver() {
        pass(CallLimits.CALL.minusNanos(1));

        assertThat(Retries.whenBusy(() -> "answer", limits)).isEqualTo("answer");
    }

    @Test
    void letNoRequestBeginWhenTheTimeIsOver() {
        AtomicInteger requests = new AtomicInteger();
        pass(CallLimits.CALL);

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> Retries.whenBusy(requests::incrementAndGet, limits))
                .satisfies(late ->
                        assertThat(ApiServerRefusals.refusal(late).status()).isEqualTo(503));
        assertThat(requests).hasValue(0);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
