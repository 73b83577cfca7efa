/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitsTest {

    private static final Optional<Duration> ASKED = Optional.of(Duration.ofSeconds(5));

    private final Waits waits = new Waits(1);

    @Test
    void whoFindsNoRoomDoesNotWait() {
        assertThat(waits.<Optional<Duration>>room(ASKED, first -> {
                    assertThat(first).isEqualTo(ASKED);
                    return waits.room(ASKED, second -> second);
                }))
                .isEmpty();
        assertThat(waits.<Optional<Duration>>room(ASKED, next -> next)).isEqualTo(ASKED);
    }

    @Test
    void whoDoesNotAskTakesNoRoom() {
        assertThat(waits.<Optional<Duration>>room(Optional.empty(), first -> waits.room(ASKED, second -> second)))
                .isEqualTo(ASKED);
    }

    @Test
    void roomIsGivenBackWhateverHappens() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> waits.room(ASKED, wait -> {
                    throw new IllegalStateException();
                }));

        assertThat(waits.<Optional<Duration>>room(ASKED, next -> next)).isEqualTo(ASKED);
    }
}
