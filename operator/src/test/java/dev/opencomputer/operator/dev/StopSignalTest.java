/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class StopSignalTest {

    private final StopSignal stop = new StopSignal();

    @Test
    void letsEverythingPassUntilItIsAskedFor() {
        stop.check();

        assertThat(stop.interruptibly(() -> "done")).isEqualTo("done");
        assertThat(stop.requested()).isNotDone();
    }

    @Test
    void keepsStepsFromBeginning() {
        stop.request();

        assertThatExceptionOfType(StopSignal.Stopped.class).isThrownBy(stop::check);
        assertThatExceptionOfType(StopSignal.Stopped.class).isThrownBy(() -> stop.interruptibly(() -> "begun"));
    }

    @Test
    void interruptsTheStepThatAllowsItAndNothingAfterIt() {
        boolean interrupted = stop.interruptibly(() -> {
            stop.request();
            return Thread.currentThread().isInterrupted();
        });

        assertThat(interrupted).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void neverInterruptsOtherSteps() {
        stop.request();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
