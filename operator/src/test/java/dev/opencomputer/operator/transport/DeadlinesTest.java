/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final Optional<Duration> AT_ONCE = Optional.of(Duration.ZERO);
    private static final int PATIENCE_SECONDS = 20;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Deadlines deadlines = new Deadlines(thread);

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void oneThatCannotBeEndedKeepsNoOtherFromBeingEnded() throws Exception {
        CompletableFuture<Boolean> failed = new CompletableFuture<>();
        deadlines.set(AT_ONCE, () -> {
            failed.complete(true);
            throw new IllegalStateException("cannot be ended");
        });
        assertThat(failed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        deadlines.set(AT_ONCE, () -> ended.complete(true));

        assertThat(ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
