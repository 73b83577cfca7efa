/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PageReadsTest {

    private final PageReads reads = new PageReads(1, Duration.ZERO);

    @Test
    void whoFindsNoRoomIsToldToComeBack() {
        reads.inTurn(() -> assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> reads.inTurn(() -> "read"))
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(503);
                    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
                }));
    }

    @Test
    void thereIsRoomAgainAfterAReadAndAfterAFailure() {
        assertThat(reads.inTurn(() -> "first")).isEqualTo("first");
        assertThatIllegalStateException()
                .isThrownBy(() -> reads.inTurn(() -> {
                    throw new IllegalStateException("failed");
                }));

        assertThat(reads.inTurn(() -> "third")).isEqualTo("third");
    }
}
